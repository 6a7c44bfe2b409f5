import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, parse, parseDocument, stringify } from "yaml";
import { defaultAccount } from "../cloud/caller.ts";
import { type Paths, repository } from "./paths.ts";
import { keepNoDebugLog } from "./tuning.ts";

/** The fields of a `Pulumi.<stack>.yaml` that are used here. */
export interface StackSettings {
  readonly config?: Readonly<Record<string, unknown>>;
  readonly encryptionsalt?: string;
  readonly secretsprovider?: string;
  readonly encryptedkey?: string;
}

/** The cluster's identifier for Pulumi's Kubernetes provider. */
export const clusterIdentifier = "hanok-sandbox";

/** Whether a stack uses an existing cluster or creates one on the simulated EKS. */
export type ClusterKind = "existing" | "eks";

/** The kind of cluster in a stack's settings, or in its profile. */
export function clusterKindOf({ config = {} }: StackSettings, stack: string): ClusterKind {
  const cluster = config["hanok:cluster"];
  const kind =
    typeof cluster === "object" && cluster !== null && "kind" in cluster ? cluster.kind : undefined;
  const byProfile = (config["hanok:profile"] ?? stack) === "local" ? "existing" : "eks";
  return (kind ?? byProfile) === "eks" ? "eks" : "existing";
}

/** Reads the kind from the stack's file. @throws Error if the repository has no such stack */
export function clusterKindIn(source: string, stack: string): ClusterKind {
  return clusterKindOf(readYaml(factsOf(source, stack)), stack);
}

/** Settings that the sandbox overrides in every environment. */
export function overridesFor(
  paths: Paths,
  cluster: ClusterKind = "existing",
): Readonly<Record<string, unknown>> {
  const existing = {
    kind: "existing",
    kubeconfig: paths.kubeconfig,
    identifier: clusterIdentifier,
  };
  return {
    // managed stores need a cluster on EKS
    ...(cluster === "existing" ? { "hanok:cluster": existing, "hanok:stores": "cluster" } : {}),
    // the check of the account ID has no meaning in the simulated AWS
    "hanok:account": defaultAccount,
    "hanok:charts": { kind: "folder", path: paths.charts },
    // the real secrets cannot be decrypted here
    "hanok:secrets": { kind: "generated" },
  };
}

/**
 * Merges the text of the stack's settings with the sandbox's overrides. Other values stay as they are written, so the CLI
 * reads them as it would from the repository. Encrypted values are dropped, and only the sandbox's own salt is kept.
 *
 * @param previous merged settings of an earlier run, with the salt that encrypts the state
 */
export function mergeSettings(
  facts: string,
  overrides: Readonly<Record<string, unknown>>,
  previous: StackSettings,
): string {
  // in this schema every scalar is text, and keeps its quotes or goes without
  const document = parseDocument(facts, { schema: "failsafe" });
  if (!isMap(document.contents)) document.contents = parseDocument("{}").contents;
  if (!isMap(document.get("config"))) document.set("config", document.createNode({}));
  for (const key of ["encryptionsalt", "secretsprovider", "encryptedkey"]) document.delete(key);
  const { config = {} }: StackSettings = document.toJS();
  for (const [key, value] of Object.entries(config))
    if (holdsSecret(value)) document.deleteIn(["config", key]);
  for (const [key, value] of Object.entries(overrides))
    document.setIn(["config", key], document.createNode(value));
  if (previous.encryptionsalt !== undefined)
    document.set("encryptionsalt", previous.encryptionsalt);
  return document.toString();
}

function holdsSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Object.keys(value).join() === "secure") return true;
  return Object.values(value).some(holdsSecret);
}

/** The repository's own plug-in, which Pulumi.yaml names by a relative path. */
const ownPlugins = [
  {
    name: "hanok",
    path: join(repository, "components", "cluster", "volume-release-barrier", "plugin"),
  },
];

/** Input of `prepareProject`. */
export interface ProjectOptions {
  readonly paths: Paths;
  /** Folder of the repository's Pulumi.yaml and `Pulumi.<stack>.yaml`, which are never written. */
  readonly source: string;
  readonly stack: string;
}

/** A project in the engine's working folder. */
export interface Project {
  readonly name: string;
  /** The merged settings, `hanok:domain`. */
  readonly config: Readonly<Record<string, unknown>>;
}

/**
 * Writes the engine's working folder and, if it is missing, the passphrase. The repository's own files stay unchanged.
 * @throws Error if the repository has no such stack
 */
export function prepareProject({ paths, source, stack }: ProjectOptions): Project {
  const file = factsOf(source, stack);
  const facts: StackSettings = readYaml(file);
  for (const folder of [paths.project, paths.pulumi, paths.state])
    mkdirSync(folder, { recursive: true });
  keepNoDebugLog(paths.pulumi);
  const merged = join(paths.project, `Pulumi.${stack}.yaml`);
  const previous = preparePassphrase(paths.passphrase) ? {} : readYaml(merged);
  const overrides = overridesFor(paths, clusterKindOf(facts, stack));
  writeFileSync(merged, mergeSettings(readFileSync(file, "utf8"), overrides, previous));
  const { config = {} } = readYaml<StackSettings>(merged);
  const { name = "hanok" }: { name?: string } = readYaml(join(source, "Pulumi.yaml"));
  writeFileSync(
    join(paths.project, "Pulumi.yaml"),
    stringify({ name, runtime: "nodejs", plugins: { providers: ownPlugins } }),
  );
  return { name, config };
}

function factsOf(source: string, stack: string): string {
  const facts = join(source, `Pulumi.${stack}.yaml`);
  if (existsSync(facts)) return facts;
  throw new Error(`STACK=${stack}: no such stack, because ${facts} does not exist; choose another`);
}

/** Removes the salt of every stack, after its state was removed. */
export function forgetProject(paths: Paths): void {
  rmSync(paths.project, { recursive: true, force: true });
}

/** @returns whether a new passphrase was created */
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
