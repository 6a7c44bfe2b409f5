import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import satisfies from "semver/functions/satisfies.js";
import type { Paths } from "./paths.ts";
import { readRecord, record } from "./stamp.ts";
import type { Pin } from "./pin.ts";

/** An executable of the user in a suitable version. */
export interface Installed {
  readonly path: string;
  readonly version: string;
}

/**
 * Looks for a pin's binary on the PATH and, for a Pulumi provider, among the user's plugins. Other versions are ignored
 * silently. The version of each copy is cached by path, modification time and size.
 *
 * @returns the first suitable copy
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

/** The version of a provider in the plugin cache is in its folder's name. */
function findPlugin(pin: Pin, binary: string, env: NodeJS.ProcessEnv): Installed | undefined {
  const name = /^pulumi-resource-(.+)$/.exec(binary)?.[1];
  if (name === undefined) return undefined;
  const home = env["PULUMI_HOME"] ?? join(homedir(), ".pulumi");
  const path = join(home, "plugins", `resource-${name}-v${pin.version}`, binary);
  return isExecutable(path) ? { path, version: pin.version } : undefined;
}

/** @returns the first version number in the executable's output, or "" */
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
  // null if it cannot be started, although the types exclude that
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
