import type { Deployment } from "@pulumi/pulumi/automation/index.js";
import type { PolicyPack } from "./analyzer.ts";
import { fullDisk, isFull, roomFor } from "./disk.ts";
import { sandboxEnvironment, type ToolPaths, withEnvironment } from "./environment.ts";
import { clusterUid } from "./kubernetes.ts";
import { type Opened, openStack } from "./open.ts";
import { pathsOf, repository } from "./paths.ts";
import { type Operation, type RunResult, runOperation } from "./run.ts";
import { agree, exportedState, refuseSecondStack } from "./state.ts";

export type { PolicyPack } from "./analyzer.ts";
export type { ToolPaths } from "./environment.ts";
export type { Failure } from "./failures.ts";
export type { RunResult } from "./run.ts";

/** Input of `createEngine`. */
export interface EngineOptions {
  /** Absolute path of `.sandbox`, whose `kubeconfig` points to the cluster. */
  readonly home: string;
  /** Name of a `Pulumi.<stack>.yaml` in `source`. */
  readonly stack: string;
  /** Paths of executables by name; at least `pulumi`. */
  readonly tools: ToolPaths;
  readonly report: (line: string) => void;
  /** The Pulumi program. @default index.ts of this repository */
  readonly program?: string;
  /** Folder of Pulumi.yaml and the stack files, which are never written. @default this repository */
  readonly source?: string;
  /** Policy pack for previews and updates. @default none */
  readonly policy?: PolicyPack;
}

/** The Pulumi engine for one stack in the sandbox. It runs one operation at a time. */
export interface Engine {
  /** Plans an `up` without changing anything. */
  preview(): Promise<RunResult>;
  up(): Promise<RunResult>;
  /** Updates the state from the real objects; changes other than `same` are drift. */
  refresh(): Promise<RunResult>;
  /** Deletes all objects of the stack, and the stack. */
  destroy(): Promise<RunResult>;
  /** The stack's state with encrypted secrets. */
  exportState(): Promise<Deployment>;
}

/**
 * Creates an engine without running anything. A failed run returns its `failures`. Methods throw if a run cannot start:
 * the stack or the cluster does not exist, another stack has resources, or another process uses the state.
 */
export function createEngine(options: EngineOptions): Engine {
  const { home, tools, report } = options;
  const paths = pathsOf(home);
  const within = <T>(beside: boolean, work: (opened: Opened) => Promise<T>) =>
    withEnvironment(sandboxEnvironment(process.env, paths, tools), async () => {
      const cluster = await clusterUid(paths.kubeconfig);
      if (cluster === undefined)
        throw new Error(`no cluster answers at ${paths.kubeconfig}; run make sandbox`);
      const aside = agree(paths, cluster, new Date());
      if (aside !== undefined)
        report(`this is a new cluster, so the state of the old one was moved to ${aside}`);
      if (!beside) refuseSecondStack(paths, options.stack);
      const room = roomFor(paths.state);
      if (isFull(room)) throw new Error(fullDisk(paths.state, room));
      return work(
        await openStack({
          paths,
          report,
          stack: options.stack,
          pulumi: tools["pulumi"],
          program: options.program ?? `${repository}/index.ts`,
          source: options.source ?? repository,
        }),
      );
    });
  const operate = (operation: Operation) =>
    within(operation === "destroy", (opened) =>
      runOperation(operation, { ...opened, paths, report, policy: options.policy }),
    );
  return {
    preview: () => operate("preview"),
    up: () => operate("up"),
    refresh: () => operate("refresh"),
    destroy: () => operate("destroy"),
    // the Automation API's own export would decrypt every secret
    exportState: () =>
      within(true, async ({ stack }) => {
        const { name } = await stack.workspace.projectSettings();
        return exportedState(paths, name, stack.name);
      }),
  };
}
