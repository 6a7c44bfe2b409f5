import type { Reader } from "./api.ts";
import { type Json, isList, objectAt, textAt } from "./json.ts";

/** A kind served by the API server. */
export interface Served {
  /** `apps/v1`, `v1`. */
  readonly apiVersion: string;
  readonly kind: string;
  readonly isNamespaced: boolean;
  readonly canList: boolean;
  /** Whether this is the server's preferred version. */
  readonly isPreferred: boolean;
  /** Path of all objects of the kind, or of those in a namespace. */
  readonly path: (namespace?: string) => string;
}

const aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

/** Discovers the server's kinds in two requests (aggregated discovery, Kubernetes 1.30 or newer). */
export async function discover(reader: Reader): Promise<readonly Served[]> {
  const answers = await Promise.all([
    reader.get("/api", aggregated),
    reader.get("/apis", aggregated),
  ]);
  const groups = answers.flatMap((answer) => itemsAt(answer, "items"));
  const served = groups.flatMap((group) => kindsOf(group));
  if (served.length === 0)
    throw new Error(
      `${reader.server} does not list its kinds; Kubernetes 1.30 or newer is required`,
    );
  return served;
}

const itemsAt = (value: Json | undefined, field: string): readonly Json[] => {
  const found = objectAt(value)[field];
  return isList(found) ? found : [];
};

/** Pure. @param group an `APIGroupDiscovery` */
export function kindsOf(group: Json): readonly Served[] {
  const name = textAt(group, "metadata", "name") ?? "";
  return itemsAt(group, "versions").flatMap((version, place) => {
    const of = textAt(version, "version") ?? "";
    const apiVersion = name === "" ? of : `${name}/${of}`;
    const root = name === "" ? `/api/${of}` : `/apis/${apiVersion}`;
    return itemsAt(version, "resources").flatMap((resource): readonly Served[] => {
      const plural = textAt(resource, "resource");
      const kind = textAt(resource, "responseKind", "kind");
      if (plural === undefined || kind === undefined) return [];
      return [
        {
          apiVersion,
          kind,
          isNamespaced: textAt(resource, "scope") === "Namespaced",
          canList: itemsAt(resource, "verbs").includes("list"),
          isPreferred: place === 0,
          path: (namespace) =>
            namespace === undefined
              ? `${root}/${plural}`
              : `${root}/namespaces/${namespace}/${plural}`,
        },
      ];
    });
  });
}
