import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import {
  type EngineEvent,
  LocalWorkspace,
  PulumiCommand,
  type PulumiFn,
  type Stack,
} from "@pulumi/pulumi/automation/index.js";
import { installProviders } from "../../../sandbox/cloud/install.ts";
import type { CloudRecord } from "../../../sandbox/cloud/model.ts";
import { pathsOf } from "../../../sandbox/engine/paths.ts";
import { recover } from "../../../sandbox/engine/recover.ts";
import { deadLocks, exportedState, readState } from "../../../sandbox/engine/state.ts";
import { keepNoDebugLog, tuning } from "../../../sandbox/engine/tuning.ts";

const tools = resolve(import.meta.dirname, "../../../.sandbox/bin");

/** A stack of its own with the real engine, a file backend and a simulated cloud, in a folder of its own. */
export class Rehearsal {
  readonly folder = mkdtempSync(join(tmpdir(), "hanok-cloud-"));
  readonly cloud = join(this.folder, "cloud");
  private readonly environment: Readonly<Record<string, string>>;

  /** @param providers folders of providers that go before the simulated ones */
  constructor(...providers: readonly string[]) {
    const state = join(this.folder, "state");
    mkdirSync(state);
    keepNoDebugLog(join(this.folder, "pulumi"));
    this.environment = {
      PATH: [...providers, installProviders(this.cloud), tools, process.env["PATH"] ?? ""].join(
        delimiter,
      ),
      PULUMI_BACKEND_URL: `file://${state}?metadata=skip`,
      PULUMI_HOME: join(this.folder, "pulumi"),
      ...tuning,
      PULUMI_CONFIG_PASSPHRASE: "rehearsal",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      AWS_REGION: "ap-northeast-2",
    };
  }

  /** The stack with another program, and faults that are asked for. */
  async stack(program: PulumiFn, fault = ""): Promise<Stack> {
    return LocalWorkspace.createOrSelectStack(
      { stackName: "try", projectName: "cloud", program },
      {
        workDir: this.folder,
        pulumiCommand: await PulumiCommand.get({ root: resolve(tools, "..") }),
        pulumiHome: this.environment["PULUMI_HOME"] ?? "",
        envVars: { ...this.environment, FAULT: fault },
      },
    );
  }

  /** The state's file, as the backend keeps it. */
  stateText(): string {
    return readFileSync(join(this.folder, "state/.pulumi/stacks/cloud/try.json"), "utf8");
  }

  /** Everything that the cloud holds. */
  records(): readonly CloudRecord[] {
    const files = readdirSync(join(this.cloud, "accounts"), {
      recursive: true,
      withFileTypes: true,
    });
    return files
      .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
      .map(({ parentPath, name }) => {
        const record: CloudRecord = JSON.parse(readFileSync(join(parentPath, name), "utf8"));
        return record;
      });
  }

  /**
   * What the sandbox does when a run was killed: it looks for what is pending, and takes what it finds into the state.
   * @returns the stack, and what was said of each
   */
  async recovered(program: PulumiFn): Promise<{ readonly stack: Stack; readonly said: string }> {
    const paths = pathsOf(this.folder);
    for (const { file } of await deadLocks(paths, "try")) rmSync(file);
    const lines: string[] = [];
    const state = readState(paths, "cloud", "try");
    const deployment = await recover(state, paths, (line) => lines.push(line));
    const stack = await this.stack(program);
    await stack.importStack({ ...exportedState(paths, "cloud", "try"), deployment });
    return { stack, said: lines.join("\n") };
  }

  end(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What the engine did, as "create aws:ec2/vpc:Vpc main", in order. */
export function stepsIn(events: readonly EngineEvent[]): readonly string[] {
  return events.flatMap(({ resourcePreEvent }) => {
    const step = resourcePreEvent?.metadata;
    if (step === undefined || step.op === "same" || step.type.startsWith("pulumi:")) return [];
    return [`${step.op} ${step.type} ${step.urn.split("::").at(-1)}`];
  });
}
