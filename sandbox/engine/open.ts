import { rmSync } from "node:fs";
import { basename, dirname } from "node:path";
import { LocalWorkspace, PulumiCommand, type Stack } from "@pulumi/pulumi/automation/index.js";
import { installProviders } from "../cloud/install.ts";
import { prepareAccount } from "./account.ts";
import { installAnalyzer } from "./analyzer.ts";
import { lendApiServer, moved } from "./api-server.ts";
import type { Paths } from "./paths.ts";
import { endOrphans } from "./processes.ts";
import { programOf } from "./program.ts";
import { recover } from "./recover.ts";
import { prepareProject } from "./settings.ts";
import { deadLocks, exportedState, readState, stacksIn } from "./state.ts";

/** Which stack to open, and with which files. */
export interface OpenOptions {
  readonly paths: Paths;
  readonly stack: string;
  readonly source: string;
  readonly program: string;
  /** Path of the Pulumi CLI. @default the one on the PATH */
  readonly pulumi: string | undefined;
  readonly report: (line: string) => void;
}

/** A stack that is ready for an operation. */
export interface Opened {
  readonly stack: Stack;
  /** The last error that the program threw. */
  readonly thrown: () => unknown;
}

/** Opens a stack and cleans up after an earlier run that was killed. */
export async function openStack(options: OpenOptions): Promise<Opened> {
  const { paths, stack: stackName, report } = options;
  const { name: projectName, config } = prepareProject({
    paths,
    source: options.source,
    stack: stackName,
  });
  for (const { file, pid } of await deadLocks(paths, stackName)) {
    rmSync(file, { force: true });
    report(`removed the lock of an earlier run (process ${pid}), which has ended`);
  }
  await endOrphans(paths.bin);
  installAnalyzer(installProviders(paths.cloud));
  prepareAccount(paths, config);
  const server = lendApiServer(paths);
  let error: unknown;
  const program = programOf(options.program, (thrown) => (error = thrown));
  const place = {
    workDir: paths.project,
    pulumiHome: paths.pulumi,
    pulumiCommand: await PulumiCommand.get(rootOf(options.pulumi)),
  };
  const inline = { stackName, projectName, program };
  const stack = stacksIn(paths).includes(stackName)
    ? await LocalWorkspace.selectStack(inline, place)
    : await LocalWorkspace.createStack(inline, place);
  await settleState(stack, projectName, server, options);
  return { stack, thrown: () => error };
}

/** Reconciles the state with an interrupted run and the current address of the API server. Writes it only if it changed. */
async function settleState(
  stack: Stack,
  project: string,
  server: string,
  { paths, stack: name, report }: OpenOptions,
): Promise<void> {
  const before = readState(paths, project, name);
  const reconciled = await recover(before, paths, report);
  const deployment = moved(reconciled, server);
  if (deployment === before) return;
  if (deployment !== reconciled)
    report(`the API server now listens at ${server}; the state is updated`);
  // the Automation API's own export would decrypt every secret
  await stack.importStack({ ...exportedState(paths, project, name), deployment });
}

/** The Automation API takes a folder that contains `bin/pulumi`; otherwise it searches the PATH. */
function rootOf(pulumi: string | undefined): { root?: string } {
  const isInBin = pulumi !== undefined && basename(dirname(pulumi)) === "bin";
  return isInBin ? { root: dirname(dirname(pulumi)) } : {};
}
