import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { stringify } from "yaml";
import { start } from "../../../sandbox/commands/start.ts";
import { stopCluster } from "../../../sandbox/cluster/index.ts";
import { createEngine, type RunResult } from "../../../sandbox/engine/index.ts";
import type { DeploymentState } from "../../../sandbox/engine/pending.ts";
import { root } from "../../support/local-stack.ts";
import { type Finished, sandboxHome } from "../sandbox-home.ts";
import type { Subject } from "./subject.ts";

export type Operation = "up" | "preview" | "destroy";
/** Victims of `kill -9`; for `ctrl-c`, the run itself gets the terminal's signal. */
export type Victim = "node" | "cli" | "provider" | "all" | "api-server" | "ctrl-c";

/** A run that can be killed. */
export interface Run {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished & { readonly seconds: number }>;
}

export interface Lab {
  readonly home: string;
  readonly kubeconfig: string;
  /** @param disk kilobytes by which the state may grow before its disk is full; needs Linux. @default no limit */
  begin(operation: Operation, more?: Readonly<Record<string, unknown>>, disk?: number): Run;
  /** Waits until the engine has started a provider, or the run ends. */
  atWork(run: Run): Promise<void>;
  /** Runs an operation in this process. */
  run(
    operation: Operation,
    more?: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly result: RunResult; readonly lines: readonly string[] }>;
  /** Restarts the cluster if it is not running. */
  repair(): Promise<void>;
  /** Ends processes of the run like `kill -9`. @returns their number */
  kill(run: Run, victim: Victim): number;
  state(): DeploymentState;
  close(): Promise<void>;
}

const quiet = () => undefined;

/** A separate sandbox with a running, empty cluster. */
export async function openLab({ program, settings }: Subject): Promise<Lab> {
  const sandbox = sandboxHome();
  const { home } = sandbox;
  const source = mkdtempSync(join(tmpdir(), "hanok-recovery-"));
  const lab: Lab = {
    home,
    kubeconfig: join(home, "kubeconfig"),
    begin(operation, more = {}, disk) {
      writeSettings(source, { profile: "local", ...settings, ...more });
      const args = ["--import", "./preload.js", child, operation, home, source, program];
      if (disk === undefined) return begin(process.execPath, args);
      const state = join(home, "state");
      return begin("unshare", [
        ...["-Urm", "sh", "-c", smallDisk, "sh", `${disk}`, state, join(home, "state-below")],
        ...[process.execPath, ...args],
      ]);
    },
    async atWork({ child: { exitCode }, finished }) {
      let ended = exitCode !== null;
      void finished.then(() => (ended = true));
      while (!ended && victims(home, undefined, "provider").length === 0) await sleep(50);
    },
    async run(operation, more = {}) {
      writeSettings(source, { profile: "local", ...settings, ...more });
      const lines: string[] = [];
      const report = (line: string) => void lines.push(line);
      const tools = { pulumi: join(home, "bin/pulumi") };
      const engine = createEngine({ home, source, program, stack: "local", tools, report });
      return { result: await engine[operation](), lines };
    },
    repair: async () => {
      await start({ home, stack: "local", timeFactor: 1 / 60, report: quiet });
    },
    kill: ({ child }, victim) =>
      victim === "ctrl-c" ? Number(child.kill("SIGINT")) : kill(victims(home, child, victim)),
    state() {
      const file = join(home, "state/.pulumi/stacks/hanok/local.json");
      if (!existsSync(file)) return {};
      const content: { checkpoint: { latest?: DeploymentState } } = JSON.parse(
        readFileSync(file, "utf8"),
      );
      return content.checkpoint.latest ?? {};
    },
    async close() {
      await stopCluster(home, quiet);
      sandbox.remove();
      rmSync(source, { recursive: true, force: true });
    },
  };
  try {
    await lab.repair();
  } catch (error) {
    await lab.close();
    throw error;
  }
  return lab;
}

function writeSettings(source: string, settings: Readonly<Record<string, unknown>>): void {
  cpSync(join(root, "Pulumi.yaml"), join(source, "Pulumi.yaml"));
  const config = Object.entries(settings).map(([key, value]) => [`hanok:${key}`, value]);
  const text = stringify({ config: Object.fromEntries(config) });
  writeFileSync(join(source, "Pulumi.local.yaml"), text);
}

const child = join(import.meta.dirname, "child.ts");

/** Runs a program with its state on a separate disk that fills up after some kilobytes; its files are kept. */
const smallDisk = `size=$1 state=$2 below=$3; shift 3
mkdir -p "$below" && mount --bind "$state" "$below" &&
mount -t tmpfs -o size=$(( $(du -sk "$below" | cut -f1) + size ))k tmpfs "$state" && cp -a "$below/." "$state/" || exit 99
"$@"; code=$?
find "$below" -mindepth 1 -delete; cp -a "$state/." "$below/"; exit $code`;

function begin(program: string, args: readonly string[]): Run {
  const since = performance.now();
  const child = spawn(program, args, {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const finished = new Promise<Finished & { seconds: number }>((resolve) => {
    // what cannot be started is no run
    child.on("error", () => resolve({ code: 99, output, seconds: 0 }));
    child.on("exit", (code) =>
      resolve({ code, output, seconds: (performance.now() - since) / 1_000 }),
    );
  });
  return {
    child,
    finished: finished.then((ended) => ({ ...ended, output })),
  };
}

function victims(
  home: string,
  child: ChildProcess | undefined,
  victim: Exclude<Victim, "ctrl-c">,
): readonly number[] {
  const node = child?.pid === undefined || child.exitCode !== null ? [] : [child.pid];
  const cli = processes((command) => command.startsWith(`${home}/bin/pulumi `));
  const provider = processes((command) => command.startsWith(`${home}/bin/pulumi-resource-`));
  const server = processes((of) => of.includes(`${home}/cluster/`) && /kube-apiserver /.test(of));
  const all = [...node, ...cli, ...provider];
  return { node, cli, provider, all, "api-server": server }[victim];
}

function processes(isMeant: (command: string) => boolean): readonly number[] {
  return execFileSync("ps", ["-A", "-ww", "-o", "pid=,args="], { encoding: "utf8" })
    .split("\n")
    .map((line) => /^\s*(\d+)\s+(.*)$/.exec(line))
    .flatMap((found) => (isMeant(found?.[2] ?? "") ? [Number(found?.[1])] : []));
}

function kill(pids: readonly number[]): number {
  let count = 0;
  for (const pid of pids) {
    try {
      process.kill(pid, "SIGKILL");
      count += 1;
    } catch {
      // it has ended meanwhile
    }
  }
  return count;
}
