import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Order } from "./build.ts";
import { download, downloadedPath, isReachable } from "./download.ts";
import { findInstalled } from "./installed.ts";
import { withLock } from "./lock.ts";
import { type Paths, pathsOf } from "./paths.ts";
import { timed } from "./progress.ts";
import { hashOf, readRecord } from "./stamp.ts";
import { summary } from "./summary.ts";
import type { Tool, Way } from "./tool.ts";
import { tools } from "./tools.ts";
import type { Group, Pin } from "./pin.ts";

export type { Tool, Way } from "./tool.ts";

/** Options of `ensureTools`. */
export interface EnsureOptions {
  /** Absolute path of `.sandbox`. */
  readonly home: string;
  readonly groups: readonly Group[];
  readonly report: (line: string) => void;
  /** "build" never downloads a binary. @default "auto", or "build" with HANOK_TOOLS=build */
  readonly source?: "auto" | "build";
}

/** Dependencies that tests replace: the table of pins, the folder of the modules, and downloads. */
export interface Workshop {
  readonly pins: readonly Pin[];
  readonly root: string;
  readonly isReachable: () => Promise<boolean>;
  readonly download: typeof download;
}

type Tools = Readonly<Record<string, Tool>>;
type Have = Record<string, Tool>;

const workshop: Workshop = {
  pins: tools,
  root: dirname(fileURLToPath(import.meta.url)),
  isReachable,
  download,
};

/**
 * Makes all tools of the groups available: from the PATH in a suitable version, from an earlier run, downloaded, or built
 * from the pinned source.
 *
 * @returns tools by executable name ("gateway-api": its CRDs)
 * @throws Error with the end of its output, if a build fails
 */
export async function ensureTools(options: EnsureOptions): Promise<Tools> {
  return ensureFrom(workshop, options);
}

/** Like `ensureTools`, for any table. */
export async function ensureFrom(shop: Workshop, options: EnsureOptions): Promise<Tools> {
  const { home, groups, report } = options;
  const source = options.source ?? (process.env["HANOK_TOOLS"] === "build" ? "build" : "auto");
  const paths = pathsOf(home);
  const pins = shop.pins.filter(({ group }) => groups.includes(group));
  const have: Have = {};
  const missing = (pin: Pin) => {
    const hash = hashOf(pin, join(shop.root, pin.module));
    return artifacts(pin).filter((name) => {
      const tool = ready(pin, name, hash, paths, source);
      if (tool !== undefined) have[name] ??= tool;
      return have[name] === undefined;
    });
  };
  // no lock is needed if everything exists
  if (pins.some((pin) => missing(pin).length > 0)) {
    const waiting = (holder: number) =>
      report(`waiting for process ${holder}, which is preparing the tools (${paths.lock})`);
    const build = async () => {
      const reachable = source === "auto" && (await shop.isReachable());
      const wanted = pins.filter((pin) => missing(pin).length > 0);
      const task = { paths, report, have };
      const orders: Order[] = [];
      for (const pin of wanted) {
        const order = { pin, names: missing(pin) };
        if (!reachable || !(await tryDownload(shop, order, task))) orders.push(order);
      }
      for (const module of new Set(orders.map(({ pin }) => pin.module))) {
        const together = orders.filter(({ pin }) => pin.module === module);
        await buildTogether(together, join(shop.root, module), task);
      }
    };
    // a build may take most of an hour
    await withLock(paths.lock, waiting, build, Infinity);
  }
  for (const line of summary(Object.values(have))) report(line);
  return have;
}

interface Task {
  readonly paths: Paths;
  readonly report: (line: string) => void;
  readonly have: Have;
}

/** @returns whether the pin could be downloaded */
async function tryDownload(shop: Workshop, order: Order, task: Task): Promise<boolean> {
  const { pin } = order;
  const { paths, report, have } = task;
  if (pin.quick === undefined) return false;
  const what = titleOf(pin);
  const work = () => shop.download(pin, paths, have["pulumi"]?.path);
  const labels = { doing: "downloading", done: "downloaded", what, expected: 30 };
  try {
    const isLeft = pin.quick === "kwokctl";
    const seconds = isLeft ? await work().then(() => 0) : await timed(report, labels, work);
    add(order, "download", seconds, (name) => downloadedPath(pin, name, paths), have);
    return true;
  } catch (error) {
    const [reason] = String(error instanceof Error ? error.message : error).split("\n");
    report(`${what} could not be downloaded (${reason}); building it instead`);
    return false;
  }
}

async function buildTogether(orders: readonly Order[], folder: string, task: Task) {
  const { paths, report, have } = task;
  const what = orders.map(({ pin }) => titleOf(pin)).join(", ");
  const expected = orders.reduce((sum, { pin }) => sum + pin.coldSeconds, 0);
  const labels = { doing: "building", done: "built", what, expected };
  const seconds = await timed(report, labels, () => build(orders, folder, paths));
  for (const order of orders)
    add(order, "built", seconds, (name) => builtPath(order.pin, name, paths), have);
}

function add(
  { pin, names }: Order,
  way: Way,
  seconds: number,
  pathOf: (name: string) => string | undefined,
  have: Have,
): void {
  for (const name of names)
    have[name] = { name, version: versionBy(pin, way), way, path: pathOf(name), seconds };
}

function titleOf({ name, version }: Pin): string {
  return `${name} ${version}`;
}

function ready(
  pin: Pin,
  name: string,
  hash: string,
  paths: Paths,
  source: "auto" | "build",
): Tool | undefined {
  const installed = pin.crds === undefined ? findInstalled(pin, name, paths) : undefined;
  if (installed !== undefined) return { name, ...installed, way: "path", seconds: 0 };
  const cached = { name, version: pin.version, way: "cached", seconds: 0 } as const;
  const path = builtPath(pin, name, paths);
  if (readRecord<string>(paths.built)[pin.name] === hash && existsSync(path))
    return { ...cached, path };
  const isDownloaded = readRecord<string>(paths.downloaded)[pin.name] === pin.version;
  if (source === "build" || !isDownloaded) return undefined;
  const version = versionBy(pin, "download");
  if (pin.quick === "kwokctl") return { ...cached, version, way: "download", path: undefined };
  const downloaded = downloadedPath(pin, name, paths);
  return downloaded !== undefined && existsSync(downloaded)
    ? { ...cached, path: downloaded }
    : undefined;
}

function versionBy(pin: Pin, way: Way): string {
  return way === "download" ? (pin.quickVersion ?? pin.version) : pin.version;
}

/** Outputs of a pin: its executables, or its file of CRDs. */
function artifacts(pin: Pin): readonly string[] {
  return pin.crds === undefined ? Object.keys(pin.binaries) : [pin.name];
}

function builtPath(pin: Pin, name: string, paths: Paths): string {
  return pin.crds === undefined ? join(paths.bin, name) : join(paths.crds, `${name}.yaml`);
}
