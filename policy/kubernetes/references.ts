import type { Value } from "../value.ts";
import { containersOf, type PodTemplate } from "./pods.ts";

/** An object that a pod needs in its namespace. */
export interface Reference {
  readonly kind: "ConfigMap" | "Secret" | "PersistentVolumeClaim";
  readonly name: Value;
  /** The entry that it reads. */
  readonly key?: Value;
  readonly optional: Value;
}

const kinds = { configMap: "ConfigMap", secret: "Secret" } as const;

const environment = (container: Value): readonly Reference[] => [
  ...container.at("env").list.flatMap((variable) =>
    (["configMap", "secret"] as const).map((source) => {
      const reference = variable.at("valueFrom", `${source}KeyRef`);
      return {
        kind: kinds[source],
        name: reference.at("name"),
        key: reference.at("key"),
        optional: reference.at("optional"),
      };
    }),
  ),
  ...container.at("envFrom").list.flatMap((entry) =>
    (["configMap", "secret"] as const).map((source) => {
      const reference = entry.at(`${source}Ref`);
      return {
        kind: kinds[source],
        name: reference.at("name"),
        optional: reference.at("optional"),
      };
    }),
  ),
];

/** The objects of a volume, and the keys that it refers to. */
const mounted = (kind: Reference["kind"], source: Value, name: Value): readonly Reference[] => {
  const reference = { kind, name, optional: source.at("optional") };
  const keys = source.at("items").list.map((item) => item.at("key"));
  return [reference, ...keys.map((key) => ({ ...reference, key }))];
};

const volume = (value: Value): readonly Reference[] => [
  ...mounted("ConfigMap", value.at("configMap"), value.at("configMap", "name")),
  ...mounted("Secret", value.at("secret"), value.at("secret", "secretName")),
  ...mounted(
    "PersistentVolumeClaim",
    value.at("persistentVolumeClaim"),
    value.at("persistentVolumeClaim", "claimName"),
  ),
  ...value
    .at("projected", "sources")
    .list.flatMap((source) =>
      (["configMap", "secret"] as const).flatMap((key) =>
        mounted(kinds[key], source.at(key), source.at(key, "name")),
      ),
    ),
];

/** The objects that a pod reads or mounts. @throws Undecided */
export const referencesOf = (pod: PodTemplate): readonly Reference[] =>
  [
    ...containersOf(pod).flatMap(({ value }) => environment(value)),
    ...pod.spec.at("volumes").list.flatMap(volume),
    ...pod.spec.at("imagePullSecrets").list.map((entry) => ({
      kind: "Secret" as const,
      name: entry.at("name"),
      optional: entry.at("optional"),
    })),
  ].filter(({ name }) => name.present);
