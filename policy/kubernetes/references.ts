import type { Value } from "../value.ts";
import { containersOf, type PodTemplate } from "./pods.ts";

/** A name that a pod needs to exist in its namespace. */
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

function volume(value: Value): readonly Reference[] {
  const [map, secret] = [value.at("configMap"), value.at("secret")];
  const claim = value.at("persistentVolumeClaim", "claimName");
  return [
    { kind: "ConfigMap", name: map.at("name"), optional: map.at("optional") },
    { kind: "Secret", name: secret.at("secretName"), optional: secret.at("optional") },
    { kind: "PersistentVolumeClaim", name: claim, optional: claim.at("optional") },
    ...value.at("projected", "sources").list.flatMap((source) =>
      (["configMap", "secret"] as const).map((key) => ({
        kind: kinds[key],
        name: source.at(key, "name"),
        optional: source.at(key, "optional"),
      })),
    ),
  ];
}

/** What a pod reads or mounts. @throws Undecided */
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
