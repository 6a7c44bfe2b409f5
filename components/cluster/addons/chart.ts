import * as z from "zod";
import charts from "./charts.json" with { type: "json" };
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, isAbsolute, join } from "node:path";

/** Name of an add-on: a key of charts.json, which is the only place of chart versions. */
export type AddonName = keyof typeof charts;

/** Files of a GitHub repository at a tag, by purpose. */
export const pinnedFiles = z.strictObject({
  /** `<owner>/<name>` */
  repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  tag: z.string().regex(/^v\d+\.\d+\.\d+$/),
  /** SHA-256 in hexadecimal by path, because a tag can be moved. */
  files: z.record(z.string().min(1), z.string().regex(/^[0-9a-f]{64}$/)),
});

export type PinnedFiles = z.infer<typeof pinnedFiles>;

const schema = z.strictObject({
  /** URL of the Helm repository, or of the OCI registry's folder. */
  repository: z.url({ protocol: /^(https|oci)$/ }),
  /** Name of the chart in its repository. */
  chart: z.string().min(1),
  /** Exact version of the chart: a range could resolve differently after the preview. */
  version: z.string().regex(/^v?\d+\.\d+\.\d+$/),
  /** Version of the installed application. */
  appVersion: z.string().optional(),
  /**
   * How the chart installs its CRDs: it has none, they are among its templates, another chart has them, or they are in its
   * `crds/` folder. Helm never upgrades that folder, so they are applied from `definitions`.
   */
  crds: z.enum(["none", "templates", "separate", "folder"]),
  /** The CRDs in the `crds/` folder of this release. */
  definitions: pinnedFiles.optional(),
});

/** One chart in one released version. */
export type Chart = z.infer<typeof schema>;

/**
 * The chart of an add-on.
 * @throws ZodError if its entry in charts.json is invalid
 */
export function chartOf(name: AddonName): Chart {
  return schema.parse(charts[name]);
}

/** Arguments of `helm.v3.Release` for a chart. A chart in an OCI registry has a full reference and no repository. */
export function chartReference({ repository, chart, version }: Chart): {
  readonly chart: string;
  readonly version: string;
  readonly repositoryOpts?: { readonly repo: string };
} {
  return repository.startsWith("oci:")
    ? { chart: `${repository}/${chart}`, version }
    : { chart, version, repositoryOpts: { repo: repository } };
}

/** How files are fetched and cached; tests replace it. */
export interface FetchOptions {
  /** @default `$XDG_CACHE_HOME/hanok`, or `~/.cache/hanok` */
  readonly folder?: string;
  /** @default Node's own */
  readonly ask?: (url: string, init: { readonly signal: AbortSignal }) => Promise<Response>;
}

/** Timeout of one download in milliseconds. */
const patience = 20_000;

/** The user's cache. Cached files were verified, so a second run downloads nothing. */
export function cacheFolder(): string {
  // https://specifications.freedesktop.org/basedir/latest: a relative path must be ignored
  const own = process.env["XDG_CACHE_HOME"] ?? "";
  return join(isAbsolute(own) ? own : join(homedir(), ".cache"), "hanok");
}

/** Absolute paths of the cached files. */
export function pathsOf({ files }: PinnedFiles, folder = cacheFolder()): readonly string[] {
  return Object.entries(files).map(([path, sha256]) => cachedPath(folder, path, sha256));
}

const cachedPath = (folder: string, path: string, sha256: string): string =>
  join(folder, `${sha256.slice(0, 16)}-${basename(path)}`);

/** URLs of a file in order of preference. The checksum makes them equivalent. */
export const placesOf = ({ repository, tag }: PinnedFiles, path: string): readonly string[] => [
  `https://raw.githubusercontent.com/${repository}/${tag}/${path}`,
  `https://cdn.jsdelivr.net/gh/${repository}@${tag}/${path}`,
];

/** A file that could not be fetched, with the error of each URL. */
export interface Missing {
  readonly url: string;
  /** Path at which a copy would be used. */
  readonly cached: string;
  readonly reasons: readonly string[];
}

/** Fetches the files that are not cached yet. @returns the files that could not be fetched */
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

/** Writes atomically, because another run may read the file. */
async function keep(path: string, content: Buffer): Promise<void> {
  await mkdir(join(path, ".."), { recursive: true });
  const next = `${path}.${process.pid}`;
  await writeFile(next, content);
  await rename(next, path);
}

const hashOf = (content: Buffer): string => createHash("sha256").update(content).digest("hex");

/** Node.js reports "fetch failed", with the reason in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
