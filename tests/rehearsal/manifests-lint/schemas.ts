import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { AnyObject } from "./finding.ts";
import { type Definitions, type Schema, strictCustomSchema, strictSchema } from "./json-schema.ts";

/** The API's OpenAPI document for the Kubernetes version in tools/. */
interface OpenApi {
  readonly definitions: Readonly<Record<string, Schema & KubernetesKinds>>;
}

interface KubernetesKinds {
  readonly "x-kubernetes-group-version-kind"?: readonly {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
  }[];
}

/** The fields of a CustomResourceDefinition that are used here. */
interface CustomResourceDefinition {
  readonly kind: string;
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly {
      readonly name: string;
      readonly schema: { readonly openAPIV3Schema: Schema };
    }[];
  };
}

const repository = join(import.meta.dirname, "..", "..", "..");

/** File name of a kind's schema, as a template of kubeconform. */
export const schemaPattern = "{{ .ResourceKind }}_{{ .Group }}_{{ .ResourceAPIVersion }}.json";

function fileOf(group: string, version: string, kind: string): string {
  // the core group has only a version
  return `${kind.toLowerCase()}_${group || version}_${version}.json`;
}

/**
 * Writes the strict schemas of the objects' kinds, if they are missing.
 * @param home absolute path of `.sandbox`
 * @returns the folder of the schemas; kubeconform reports kinds without one
 */
export function ensureSchemas(home: string, objects: readonly AnyObject[]): string {
  const module = kubernetesModule();
  const folder = join(home, "schemas", module.Version);
  mkdirSync(folder, { recursive: true });
  const missing = new Set(
    objects.map(fileOfObject).filter((file) => !existsSync(join(folder, file))),
  );
  if (missing.size === 0) return folder;
  for (const [file, schema] of kindSchemas(home, module.Dir)) {
    if (!missing.has(file)) continue;
    // another run may write the same file
    const draft = join(folder, `.${file}.${process.pid}`);
    writeFileSync(draft, JSON.stringify(schema()));
    renameSync(draft, join(folder, file));
  }
  return folder;
}

function fileOfObject({ apiVersion, kind }: AnyObject): string {
  const [version = "", group = ""] = apiVersion.split("/").reverse();
  return fileOf(group, version, kind);
}

type Lazy = readonly [file: string, schema: () => Schema];

function kindSchemas(home: string, module: string): readonly Lazy[] {
  const path = join(module, "api", "openapi-spec", "swagger.json");
  const { definitions } = JSON.parse(readFileSync(path, "utf8")) as OpenApi;
  return [...builtIn(definitions), ...custom(join(home, "crds", "gateway-api.yaml"), definitions)];
}

function builtIn(definitions: OpenApi["definitions"]): readonly Lazy[] {
  return Object.entries(definitions).flatMap(([name, definition]) =>
    (definition["x-kubernetes-group-version-kind"] ?? []).map(({ group, version, kind }): Lazy => [
      fileOf(group, version, kind),
      () => strictSchema(name, definitions),
    ]),
  );
}

function custom(path: string, definitions: Definitions): readonly Lazy[] {
  if (!existsSync(path)) return [];
  return parseAllDocuments(readFileSync(path, "utf8"))
    .map((document) => document.toJS() as CustomResourceDefinition | null)
    .flatMap((crd) => {
      if (crd?.kind !== "CustomResourceDefinition") return [];
      const { group, names, versions } = crd.spec;
      return versions.map(({ name, schema }): Lazy => [
        fileOf(group, name, names.kind),
        () => strictCustomSchema(schema.openAPIV3Schema, definitions),
      ]);
    });
}

/** The OpenAPI document is part of the API server's module in Go's cache. */
function kubernetesModule(): { readonly Version: string; readonly Dir: string } {
  const folder = join(repository, "tools", "programs");
  const arguments_ = ["mod", "download", "-json", "k8s.io/kubernetes"];
  const output = execFileSync("go", arguments_, { cwd: folder, encoding: "utf8" });
  return JSON.parse(output) as { Version: string; Dir: string };
}
