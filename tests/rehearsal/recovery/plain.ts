import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  type EngineEvent,
  LocalWorkspace,
  PulumiCommand,
  type Stack,
} from "@pulumi/pulumi/automation/index.js";
import { stringify } from "yaml";
import { sandboxEnvironment } from "../../../sandbox/engine/environment.ts";
import { pathsOf } from "../../../sandbox/engine/paths.ts";
import { programOf } from "../../../sandbox/engine/program.ts";
import { overridesFor } from "../../../sandbox/engine/settings.ts";
import type { Subject } from "./subject.ts";

/** A stack without the sandbox's engine, so that nothing is reconciled before a run. */
export interface Plain {
  readonly stack: Stack;
  /** Replaces settings of `hanok:`, without the prefix; secret ones are kept. */
  configure(settings: Readonly<Record<string, unknown>>): void;
  /** Sets secret configuration, like `pulumi config set --secret`. */
  secrets(values: Readonly<Record<string, string>>): Promise<void>;
  /** Runs the Pulumi CLI. @throws Error with its output, if it fails */
  cli(args: readonly string[], more?: Readonly<Record<string, string>>): Promise<string>;
}

export async function plainStack(home: string, { program, settings }: Subject): Promise<Plain> {
  const paths = pathsOf(home);
  for (const folder of [paths.project, paths.state, paths.pulumi])
    mkdirSync(folder, { recursive: true });
  writeFileSync(paths.passphrase, "a passphrase of this test\n", { mode: 0o600 });
  const project = { name: "hanok", runtime: "nodejs" };
  writeFileSync(join(paths.project, "Pulumi.yaml"), stringify(project));
  const file = join(paths.project, "Pulumi.local.yaml");
  let kept: Readonly<Record<string, unknown>> = {};
  const configure = (more: Readonly<Record<string, unknown>>) => {
    const own = Object.entries({ profile: "local", ...settings, ...more });
    const facts = Object.fromEntries(own.map(([key, value]) => [`hanok:${key}`, value]));
    const { encryptionsalt, ...secret } = kept;
    const config = { ...overridesFor(paths), ...facts, ...secret };
    writeFileSync(file, stringify({ config, ...(encryptionsalt ? { encryptionsalt } : {}) }));
  };
  configure({});
  const env = sandboxEnvironment(process.env, paths, { pulumi: join(home, "bin/pulumi") });
  const inline = {
    stackName: "local",
    projectName: "hanok",
    program: programOf(program, () => undefined),
  };
  const stack = await LocalWorkspace.createStack(inline, {
    workDir: paths.project,
    pulumiHome: paths.pulumi,
    pulumiCommand: await PulumiCommand.get({ root: home }),
    envVars: env,
  });
  return {
    stack,
    configure,
    async secrets(values) {
      const entries = Object.entries(values);
      await stack.setAllConfig(
        Object.fromEntries(entries.map(([key, value]) => [key, { value, secret: true }])),
      );
      const { config = {}, encryptionSalt } = await stack.workspace.stackSettings("local");
      kept = {
        ...Object.fromEntries(entries.map(([key]) => [key, config[key]])),
        encryptionsalt: encryptionSalt,
      };
    },
    async cli(args, more = {}) {
      const options = { cwd: paths.project, env: { ...env, ...more }, maxBuffer: 2 ** 28 };
      const { stdout, stderr } = await promisify(execFile)(
        join(home, "bin/pulumi"),
        [...args, "--stack", "local", "--non-interactive"],
        options,
      );
      return stdout + stderr;
    },
  };
}

/** Collects the output, log and events of a run. */
export function listener() {
  const events: EngineEvent[] = [];
  const output: string[] = [];
  return {
    events,
    output,
    options: {
      onOutput: (text: string) => void output.push(text),
      onError: (text: string) => void output.push(text),
      onEvent: (event: EngineEvent) => void events.push(event),
      diff: true,
    },
  };
}
