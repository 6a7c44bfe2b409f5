import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { Layout } from "../cluster/layout.ts";
import { endProcesses } from "../cluster/processes.ts";
import type { Wanted } from "./deployment.ts";

/** Input of one run of the controller. */
export interface Run extends Wanted {
  readonly kubeconfig: string;
  /** URL of the simulated AWS. */
  readonly endpoint: string;
  readonly region: string;
  /** Name of the pods' role. */
  readonly role: string;
}

/**
 * The controller's environment, from its chart and its pod. Port 0 selects any free port. The access key is the role's name,
 * by which the simulated AWS identifies the caller.
 */
export const environmentOf = ({ environment, ...run }: Run) => ({
  ...environment,
  AWS_ACCESS_KEY_ID: run.role,
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_ENDPOINT_URL: run.endpoint,
  AWS_REGION: run.region,
  AWS_SECRET_ACCESS_KEY: "simulated",
  DISABLE_LEADER_ELECTION: "true",
  HEALTH_PROBE_PORT: "0",
  KUBECONFIG: run.kubeconfig,
  KUBERNETES_MIN_VERSION: "1.19.0-0",
  METRICS_PORT: "0",
  SYSTEM_NAMESPACE: run.namespace,
});

/** Seconds before a restart: doubled each time, and reset after a long run. */
const again = { first: 1, most: 32, long: 60 } as const;

/** Keeps one controller running with the wanted environment, or none. */
export class Karpenter {
  private readonly layout: Layout;
  private readonly binary: string;
  private readonly log: (line: string) => void;
  private child: ChildProcess | undefined;
  private running = "";
  private pause: number = again.first;
  private turn: Promise<void> = Promise.resolve();

  /** @param binary path of the Karpenter executable */
  constructor(layout: Layout, binary: string, log: (line: string) => void) {
    this.layout = layout;
    this.binary = binary;
    this.log = log;
  }

  /** Starts, restarts or ends the controller; undefined ends it. */
  want(run: Run | undefined): void {
    const wanted = run === undefined ? "" : JSON.stringify(environmentOf(run));
    if (wanted === this.running) return;
    this.running = wanted;
    this.turn = this.turn
      .then(async () => {
        if (this.running !== wanted) return;
        await this.end();
        this.pause = again.first;
        if (run !== undefined) this.start(run, wanted);
      })
      .catch((error: unknown) => this.log(`karpenter: ${String(error)}`));
  }

  /** Ends the controller, including one that an earlier process started. */
  private async end(): Promise<void> {
    const ended = await endProcesses(this.layout, ["karpenter"]);
    if (ended > 0) this.log("karpenter: ended");
    this.child = undefined;
  }

  private start(run: Run, wanted: string): void {
    // this path identifies the process as part of this cluster
    const link = join(this.layout.bin, "karpenter");
    mkdirSync(this.layout.bin, { recursive: true });
    rmSync(link, { force: true });
    symlinkSync(this.binary, link);
    const log = openSync(join(this.layout.logs, "karpenter.log"), "a", 0o600);
    const { PATH, HOME } = process.env;
    const child = spawn(link, [], {
      cwd: this.layout.home,
      env: { PATH, HOME, ...environmentOf(run) },
      stdio: ["ignore", log, log],
    });
    closeSync(log);
    this.child = child;
    const began = Date.now();
    this.log(`karpenter: started, process ${child.pid}`);
    const ended = (why: string): void => {
      if (this.child !== child) return;
      this.child = undefined;
      const isLong = Date.now() - began > again.long * 1_000;
      const pause = isLong ? again.first : this.pause;
      this.pause = Math.min(pause * 2, again.most);
      this.log(`karpenter: ${why}; restarting in ${pause} s`);
      setTimeout(() => {
        if (this.running === wanted && this.child === undefined) this.start(run, wanted);
      }, pause * 1_000);
    };
    child.once("error", (error) => ended(String(error)));
    child.once("exit", (code, signal) => ended(`ended with ${signal ?? `code ${code}`}`));
  }
}
