import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { hashOf } from "./hash.ts";
import type { Layout } from "./layout.ts";
import { endProcesses, marker, ownedProcesses } from "./processes.ts";
import { until } from "./until.ts";

const program = new URL("../controllers.ts", import.meta.url);

/** Arguments of the controllers process. */
export interface ControllerSettings {
  /** Multiplies the seconds of an instance launch. */
  readonly timeFactor: number;
  /** Path of the Karpenter executable; absent if the stack does not use it. */
  readonly karpenter?: string | undefined;
}

/** Folders whose code the controllers process loads. */
const folders = ["./", "../cloud/", "../karpenter/"].map((path) => new URL(path, import.meta.url));

/** Hash of the controllers' code and arguments, so that an updated clone restarts them. */
function fingerprint(region: string, settings: string): string {
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .sort()
      .map((name) => new URL(name, folder)),
  );
  const texts = [program, ...files].map((file) => readFileSync(file, "utf8"));
  return hashOf([region, settings, ...texts].join("\n"));
}

function watching(
  layout: Layout,
): { readonly pid: number; readonly fingerprint: string } | undefined {
  try {
    return JSON.parse(readFileSync(layout.controllers, "utf8"));
  } catch {
    return undefined;
  }
}

/**
 * Starts the controllers process, unless a current one is running.
 * @returns a function that waits until all watches are established, which needs the CRDs of the Gateway API
 * @throws Error if the process ends or is not ready within 60 s; the message names its log
 */
export async function startControllers(
  layout: Layout,
  region: string,
  settings: ControllerSettings,
): Promise<() => Promise<void>> {
  const told = JSON.stringify(settings);
  const wanted = fingerprint(region, told);
  const running = ownedProcesses(layout).filter(({ component }) => component === "controllers");
  const state = watching(layout);
  if (running.length === 1 && state?.pid === running[0]?.pid && state?.fingerprint === wanted) {
    return () => Promise.resolve();
  }
  await endProcesses(layout, ["controllers", "karpenter"]);
  const log = openSync(layout.controllersLog, "a", 0o600);
  const { NODE_OPTIONS: _, ...environment } = process.env;
  // it holds a few hundred small objects
  const memory = ["--max-semi-space-size=1", "--max-old-space-size=128"];
  const child = spawn(
    process.execPath,
    [...memory, fileURLToPath(program), wanted, told, marker(layout)],
    { cwd: layout.home, detached: true, env: environment, stdio: ["ignore", log, log] },
  );
  closeSync(log);
  let ended = false;
  child.once("error", () => (ended = true));
  child.once("exit", () => (ended = true));
  child.unref();
  return async () => {
    const see = `see ${layout.controllersLog}`;
    await until(`the sandbox's controllers watch (${see})`, 60, () => {
      return ended || watching(layout)?.pid === child.pid;
    });
    if (ended) throw new Error(`the sandbox's controllers process has ended: ${see}`);
  };
}
