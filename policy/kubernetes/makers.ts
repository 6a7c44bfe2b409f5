import type { KubernetesObject } from "./object.ts";
import { nameOf } from "./object.ts";
import type { Value } from "../value.ts";

type Made = (object: KubernetesObject) => readonly (Value | string)[];

const below =
  (...path: readonly (string | number)[]): Made =>
  ({ props }) => [props.at(...path)];

const suffixed =
  (...suffixes: readonly string[]): Made =>
  (object) =>
    suffixes.map((suffix) => `${nameOf(object)}${suffix}`);

/** An explicit name, or the object's name. */
const orOwn =
  (...path: readonly string[]): Made =>
  (object) => {
    const name = object.props.at(...path);
    return [name.present ? name : nameOf(object)];
  };

/**
 * Names of the Secrets that a controller creates for an object, by the object's API group and kind. Source: the
 * documentation of each operator.
 */
const secrets: Readonly<Record<string, Made>> = {
  "external-secrets.io/ExternalSecret": orOwn("spec", "target", "name"),
  "bitnami.com/SealedSecret": orOwn("spec", "template", "metadata", "name"),
  "cert-manager.io/Certificate": below("spec", "secretName"),
  "secrets.hashicorp.com/VaultStaticSecret": below("spec", "destination", "name"),
  "secrets.hashicorp.com/VaultDynamicSecret": below("spec", "destination", "name"),
  "secrets-store.csi.x-k8s.io/SecretProviderClass": ({ spec }) =>
    spec.at("secretObjects").list.map((object) => object.at("secretName")),
  "rabbitmq.com/RabbitmqCluster": suffixed("-default-user", "-erlang-cookie"),
  "postgresql.cnpg.io/Cluster": suffixed("-app", "-superuser", "-ca", "-server"),
  "elasticsearch.k8s.elastic.co/Elasticsearch": suffixed(
    "-es-elastic-user",
    "-es-http-certs-public",
    "-es-http-certs-internal",
  ),
  "kibana.k8s.elastic.co/Kibana": suffixed("-kb-http-certs-public", "-kibana-user"),
  "kafka.strimzi.io/KafkaUser": suffixed(""),
  "kafka.strimzi.io/Kafka": suffixed("-cluster-ca-cert", "-clients-ca-cert"),
  "mongodbcommunity.mongodb.com/MongoDBCommunity": ({ spec }) =>
    spec.at("users").list.map((user) => user.at("connectionStringSecretName")),
};

const configMaps: Readonly<Record<string, Made>> = {
  "trust.cert-manager.io/Bundle": suffixed(""),
};

const makers = { Secret: secrets, ConfigMap: configMaps, PersistentVolumeClaim: {} } as const;

/** Kinds of objects for which a controller creates others. */
export const makerKinds: readonly string[] = [
  ...new Set(Object.values(makers).flatMap((table) => Object.keys(table).map(kindIn))),
];

function kindIn(key: string): string {
  return key.split("/")[1] ?? "";
}

/** The names of the objects of this kind that a controller creates for an object. @throws Undecided */
export function madeBy(
  object: KubernetesObject,
  kind: keyof typeof makers,
): readonly (Value | string)[] {
  const group = object.apiVersion.split("/")[0] ?? "";
  const table: Readonly<Record<string, Made>> = makers[kind];
  return table[`${group}/${object.kind}`]?.(object) ?? [];
}
