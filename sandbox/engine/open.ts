import { rmSync } from "node:fs";
import { basename, dirname } from "node:path";
import { LocalWorkspace, PulumiCommand, type Stack } from "@pulumi/pulumi/automation/index.js";
import { installProviders } from "../cloud/install.ts";
import { prepareAccount } from "./account.ts";
import { installAnalyzer } from "./analyzer.ts";
import { lendApiServer, moved } from "./api-server.ts";
import type { Places } from "./paths.ts";
import { endOrphans } from "./processes.ts";
import { programOf } from "./program.ts";
import { recover } from "./recover.ts";
import { prepareProject } from "./settings.ts";
import { deadLocks, exportedState, readState, stacksIn } from "./state.ts";

/** Which stack is opened, and with what. */
export interface OpenOptions {
  readonly places: Places;
  readonly stack: string;
  readonly source: string;
  readonly program: string;
  /** Path of the Pulumi CLI. @default the one on the PATH */
  readonly pulumi: string | undefined;
  readonly report: (line: string) => void;
}

/** A stack that is ready for an operation, and what its program threw last. */
export interface Opened {
  readonly stack: Stack;
  readonly thrown: () => unknown;
}

/** Opens a stack, and clears what an earlier run that was killed left behind. */
export async function openStack(options: OpenOptions): Promise<Opened> {
  const { places, stack: stackName, report } = options;
  const { name: projectName, config } = prepareProject({
    places,
    source: options.source,
    stack: stackName,
  });
  for (const { file, pid } of await deadLocks(places, stackName)) {
    rmSync(file, { force: true });
    report(`took away the lock of an earlier run (process ${pid}), which is gone`);
  }
  await endOrphans(places.bin);
  installAnalyzer(installProviders(places.cloud));
  prepareAccount(places, config);
  const server = lendApiServer(places);
  let error: unknown;
  const program = programOf(options.program, (thrown) => (error = thrown));
  const place = {
    workDir: places.project,
    pulumiHome: places.pulumi,
    pulumiCommand: await PulumiCommand.get(rootOf(options.pulumi)),
  };
  const inline = { stackName, projectName, program };
  const stack = stacksIn(places).includes(stackName)
    ? await LocalWorkspace.selectStack(inline, place)
    : await LocalWorkspace.createStack(inline, place);
  await settleState(stack, projectName, server, options);
  return { stack, thrown: () => error };
}

/** Settles what an interrupted run has left, and where the cluster is now; a state that needs nothing is not written. */
async function settleState(
  stack: Stack,
  project: string,
  server: string,
  { places, stack: name, report }: OpenOptions,
): Promise<void> {
  const before = readState(places, project, name);
  const settled = await recover(before, places, report);
  const deployment = moved(settled, server);
  if (deployment === before) return;
  if (deployment !== settled) report(`the API server listens at ${server} now; the state follows`);
  // not the Automation API's export, which decrypts every secret
  await stack.importStack({ ...exportedState(places, project, name), deployment });
}

/** The Automation API takes a folder with `bin/pulumi`; any other place is found by the PATH. */
function rootOf(pulumi: string | undefined): { root?: string } {
  const isInBin = pulumi !== undefined && basename(dirname(pulumi)) === "bin";
  return isInBin ? { root: dirname(dirname(pulumi)) } : {};
}
