import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import satisfies from "semver/functions/satisfies.js";
import type { Paths } from "./paths.ts";
import { readRecord, record } from "./stamp.ts";
import type { Pin } from "./pin.ts";

/** An executable that the user has already, in a version that fits. */
export interface Installed {
  readonly path: string;
  readonly version: string;
}

/**
 * Looks for a binary of a pin on the PATH and, for a Pulumi provider, among the user's plugins. Copies
 * in another version are passed over silently. What a copy says of its version is remembered by path,
 * modification time and size, so that it is asked once.
 *
 * @returns the first that fits
 */
export function findInstalled(
  pin: Pin,
  binary: string,
  paths: Paths,
  env: NodeJS.ProcessEnv = process.env,
): Installed | undefined {
  return findPlugin(pin, binary, env) ?? findOnPath(pin, binary, paths, env);
}

function findOnPath(
  pin: Pin,
  binary: string,
  paths: Paths,
  env: NodeJS.ProcessEnv,
): Installed | undefined {
  const arguments_ = pin.binaries[binary]?.version;
  if (arguments_ === undefined) return undefined;
  const own = resolved(paths.bin);
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  for (const folder of new Set(folders)) {
    const path = join(folder, binary);
    if (resolved(folder) === own || !isExecutable(path)) continue;
    const version = versionOf(path, arguments_, paths.verdicts);
    if (version !== "" && satisfies(version, pin.fits)) return { path, version };
  }
  return undefined;
}

/** A provider in the plugin cache tells its version by its folder. */
function findPlugin(pin: Pin, binary: string, env: NodeJS.ProcessEnv): Installed | undefined {
  const name = /^pulumi-resource-(.+)$/.exec(binary)?.[1];
  if (name === undefined) return undefined;
  const home = env["PULUMI_HOME"] ?? join(homedir(), ".pulumi");
  const path = join(home, "plugins", `resource-${name}-v${pin.version}`, binary);
  return isExecutable(path) ? { path, version: pin.version } : undefined;
}

/** @returns the first version number that the executable prints, or "" when it prints none */
function versionOf(path: string, arguments_: readonly string[], verdicts: string): string {
  const { mtimeMs, size } = statSync(path);
  const key = `${path}:${mtimeMs}:${size}`;
  const known = readRecord<string>(verdicts)[key];
  if (known !== undefined) return known;
  const { stdout } = spawnSync(path, arguments_, {
    encoding: "utf8",
    timeout: 10_000,
    stdio: ["ignore", "pipe", "ignore"],
  });
  // Null when it does not run at all, whatever the types say.
  const version = /\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?/.exec(String(stdout))?.[0] ?? "";
  record(verdicts, key, version);
  return version;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function resolved(folder: string): string {
  return existsSync(folder) ? realpathSync(folder) : folder;
}
