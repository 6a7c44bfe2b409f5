import * as z from "zod";
import charts from "./charts.json" with { type: "json" };
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, isAbsolute, join } from "node:path";

/** Name of an add-on: a key of charts.json, which is the only place of chart versions. */
export type AddonName = keyof typeof charts;

/** Files of a repository on GitHub at one tag, by what they hold. */
export const pinnedFiles = z.strictObject({
  /** `<owner>/<name>` */
  repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  tag: z.string().regex(/^v\d+\.\d+\.\d+$/),
  /** SHA-256 in hexadecimal, by path: a tag can be moved. */
  files: z.record(z.string().min(1), z.string().regex(/^[0-9a-f]{64}$/)),
});

export type PinnedFiles = z.infer<typeof pinnedFiles>;

const schema = z.strictObject({
  /** URL of the Helm repository, or of the folder of an OCI registry that holds the chart. */
  repository: z.url({ protocol: /^(https|oci)$/ }),
  /** Name of the chart in its repository. */
  chart: z.string().min(1),
  /** Version of the chart, exact: a range would change under a plan that was read. */
  version: z.string().regex(/^v?\d+\.\d+\.\d+$/),
  /** Version of what the chart installs. */
  appVersion: z.string().optional(),
  /**
   * Where its custom resource definitions come from: it has none; its templates hold them, and they follow each upgrade; another chart
   * brings them; or they lie in its `crds/` folder, which Helm installs and never upgrades, so they are applied from `definitions`.
   */
  crds: z.enum(["none", "templates", "separate", "folder"]),
  /** The definitions in a `crds/` folder, of the very release. */
  definitions: pinnedFiles.optional(),
});

/** One chart in one released version. */
export type Chart = z.infer<typeof schema>;

/**
 * The chart of an add-on.
 * @throws ZodError when charts.json does not hold what a chart needs
 */
export function chartOf(name: AddonName): Chart {
  return schema.parse(charts[name]);
}

/** How `helm.v3.Release` is told of a chart: one of an OCI registry by its whole reference, and without a repository. */
export function chartReference({ repository, chart, version }: Chart): {
  readonly chart: string;
  readonly version: string;
  readonly repositoryOpts?: { readonly repo: string };
} {
  return repository.startsWith("oci:")
    ? { chart: `${repository}/${chart}`, version }
    : { chart, version, repositoryOpts: { repo: repository } };
}

/** How files are fetched and where they are kept, for tests. */
export interface FetchOptions {
  /** @default `$XDG_CACHE_HOME/hanok`, or `~/.cache/hanok` */
  readonly folder?: string;
  /** @default Node's own */
  readonly ask?: (url: string, init: { readonly signal: AbortSignal }) => Promise<Response>;
}

/** Milliseconds that one place may take. */
const patience = 20_000;

/** The cache of this user: what is in it was looked at, so a second run asks nobody. */
export function cacheFolder(): string {
  // https://specifications.freedesktop.org/basedir/latest: a path that is not absolute is to be ignored
  const own = process.env["XDG_CACHE_HOME"] ?? "";
  return join(isAbsolute(own) ? own : join(homedir(), ".cache"), "hanok");
}

/** Where the files are once they were fetched, absolute. Pure but for the environment. */
export function pathsOf({ files }: PinnedFiles, folder = cacheFolder()): readonly string[] {
  return Object.entries(files).map(([path, sha256]) => cachedPath(folder, path, sha256));
}

const cachedPath = (folder: string, path: string, sha256: string): string =>
  join(folder, `${sha256.slice(0, 16)}-${basename(path)}`);

/** Places that have a file, the first one first. A checksum makes them alike. */
export const placesOf = ({ repository, tag }: PinnedFiles, path: string): readonly string[] => [
  `https://raw.githubusercontent.com/${repository}/${tag}/${path}`,
  `https://cdn.jsdelivr.net/gh/${repository}@${tag}/${path}`,
];

/** A file that could not be had, with what each place said. */
export interface Missing {
  readonly url: string;
  /** Where a copy of it would be found. */
  readonly cached: string;
  readonly reasons: readonly string[];
}

/** Fetches what is not in the cache yet. @returns what could not be had */
export async function fetchPinned(
  pinned: PinnedFiles,
  { folder = cacheFolder(), ask = fetch }: FetchOptions = {},
): Promise<readonly Missing[]> {
  const wanted = Object.entries(pinned.files).map(async ([path, sha256]) => {
    const cached = cachedPath(folder, path, sha256);
    const kept = await readFile(cached).catch(() => undefined);
    if (kept !== undefined && hashOf(kept) === sha256) return [];
    const places = placesOf(pinned, path);
    const reasons: string[] = [];
    for (const url of places) {
      const found = await contentOf(url, sha256, ask).catch((error: unknown) => reasonOf(error));
      if (typeof found !== "string") {
        await keep(cached, found);
        return [];
      }
      reasons.push(`${new URL(url).host}: ${found}`);
    }
    return [{ url: places[0] ?? "", cached, reasons }];
  });
  return (await Promise.all(wanted)).flat();
}

async function contentOf(
  url: string,
  sha256: string,
  ask: NonNullable<FetchOptions["ask"]>,
): Promise<Buffer> {
  const answer = await ask(url, { signal: AbortSignal.timeout(patience) });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  const content = Buffer.from(await answer.arrayBuffer());
  const hash = hashOf(content);
  if (hash !== sha256) throw new Error(`another file than the pinned one, SHA-256 ${hash}`);
  return content;
}

/** Whole or not at all: another run may read it. */
async function keep(path: string, content: Buffer): Promise<void> {
  await mkdir(join(path, ".."), { recursive: true });
  const next = `${path}.${process.pid}`;
  await writeFile(next, content);
  await rename(next, path);
}

const hashOf = (content: Buffer): string => createHash("sha256").update(content).digest("hex");

/** Node says "fetch failed", and why in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
