import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { defaultAccount } from "../cloud/caller.ts";
import { type Paths, repository } from "./paths.ts";
import { keepNoDebugLog } from "./tuning.ts";

/** Content of a `Pulumi.<stack>.yaml`, as far as it is read here. */
export interface StackSettings {
  readonly config?: Readonly<Record<string, unknown>>;
  readonly encryptionsalt?: string;
  readonly secretsprovider?: string;
  readonly encryptedkey?: string;
}

/** The name of the cluster towards Pulumi. A new cluster of that name comes with a state of its own. */
export const clusterIdentifier = "hanok-sandbox";

/** What a cluster is in the sandbox: one that is borrowed, or one of the simulated EKS. */
export type ClusterKind = "existing" | "eks";

/** What an environment runs on: its own words, or its profile's. */
export function clusterKindOf({ config = {} }: StackSettings, stack: string): ClusterKind {
  const cluster = config["hanok:cluster"];
  const kind =
    typeof cluster === "object" && cluster !== null && "kind" in cluster ? cluster.kind : undefined;
  const byProfile = (config["hanok:profile"] ?? stack) === "local" ? "existing" : "eks";
  return (kind ?? byProfile) === "eks" ? "eks" : "existing";
}

/** The same for a stack of a repository. @throws Error when it has no such stack */
export function clusterKindIn(source: string, stack: string): ClusterKind {
  return clusterKindOf(readYaml(factsOf(source, stack)), stack);
}

/** The settings by which an environment runs in the sandbox, whatever its facts are. */
export function overridesFor(
  paths: Paths,
  cluster: ClusterKind = "existing",
): Readonly<Record<string, unknown>> {
  const borrowed = {
    kind: "existing",
    kubeconfig: paths.kubeconfig,
    identifier: clusterIdentifier,
  };
  return {
    ...(cluster === "existing" ? { "hanok:cluster": borrowed } : {}),
    // whether its own account is meant, nobody can tell here
    "hanok:account": defaultAccount,
    "hanok:charts": { kind: "folder", path: paths.charts },
    // managed stores are not there yet; those of a managed profile run in the cluster until then
    "hanok:stores": "cluster",
    // the real ones cannot be decrypted here, and must not be
    "hanok:secrets": { kind: "generated" },
  };
}

/**
 * The repository's facts, then the sandbox's overrides. Of the secrets provider only the sandbox's own salt
 * stays, and no value that it encrypted.
 *
 * @param previous the merged settings of an earlier run, which hold the salt that the state was encrypted with
 */
export function mergeSettings(
  facts: StackSettings,
  overrides: Readonly<Record<string, unknown>>,
  previous: StackSettings,
): StackSettings {
  const config = Object.entries(facts.config ?? {}).filter(([, value]) => !holdsSecret(value));
  return {
    config: { ...Object.fromEntries(config), ...overrides },
    ...(previous.encryptionsalt === undefined ? {} : { encryptionsalt: previous.encryptionsalt }),
  };
}

function holdsSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Object.keys(value).join() === "secure") return true;
  return Object.values(value).some(holdsSecret);
}

/** The repository's own plug-in, which Pulumi.yaml names by a path relative to itself. */
const ownPlugins = [
  {
    name: "hanok",
    path: join(repository, "components", "cluster", "volume-release-barrier", "plugin"),
  },
];

/** What a run is started from. */
export interface ProjectOptions {
  readonly paths: Paths;
  /** Folder of the repository's Pulumi.yaml and `Pulumi.<stack>.yaml`, which are only read. */
  readonly source: string;
  readonly stack: string;
}

/** A project as the engine finds it. */
export interface Project {
  readonly name: string;
  /** The merged settings, `hanok:domain`. */
  readonly config: Readonly<Record<string, unknown>>;
}

/**
 * Writes the engine's working folder, so that the repository's own files are never written to, and the
 * passphrase, where there is none.
 *
 * @throws Error when the repository has no such stack
 */
export function prepareProject({ paths, source, stack }: ProjectOptions): Project {
  const facts: StackSettings = readYaml(factsOf(source, stack));
  for (const folder of [paths.project, paths.pulumi, paths.state])
    mkdirSync(folder, { recursive: true });
  keepNoDebugLog(paths.pulumi);
  const merged = join(paths.project, `Pulumi.${stack}.yaml`);
  const previous = preparePassphrase(paths.passphrase) ? {} : readYaml(merged);
  const overrides = overridesFor(paths, clusterKindOf(facts, stack));
  const settings = mergeSettings(facts, overrides, previous);
  writeFileSync(merged, stringify(settings));
  const { name = "hanok" }: { name?: string } = readYaml(join(source, "Pulumi.yaml"));
  writeFileSync(
    join(paths.project, "Pulumi.yaml"),
    stringify({ name, runtime: "nodejs", plugins: { providers: ownPlugins } }),
  );
  return { name, config: settings.config ?? {} };
}

function factsOf(source: string, stack: string): string {
  const facts = join(source, `Pulumi.${stack}.yaml`);
  if (existsSync(facts)) return facts;
  throw new Error(`STACK=${stack}: there is no such stack; ${facts} does not exist`);
}

/** Forgets the salt of every stack, when the state that it belongs to is gone. */
export function forgetProject(paths: Paths): void {
  rmSync(paths.project, { recursive: true, force: true });
}

/** @returns whether the passphrase is a new one */
function preparePassphrase(file: string): boolean {
  if (existsSync(file)) return false;
  writeFileSync(file, `${randomBytes(24).toString("base64url")}\n`, { mode: 0o600 });
  return true;
}

function readYaml<T extends object>(file: string): Partial<T> {
  if (!existsSync(file)) return {};
  const content: Partial<T> | null = parse(readFileSync(file, "utf8"));
  return content ?? {};
}
