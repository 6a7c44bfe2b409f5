import { stringify } from "yaml";

/** A kind of custom resource. */
export type Kind = readonly [group: string, kind: string, scope: "Namespaced" | "Cluster"];

/** Kinds that the program creates, and Karpenter's own claims, by the add-on whose chart defines them. */
const kinds: Readonly<Record<string, readonly Kind[]>> = {
  "aws-load-balancer-controller": [
    ["gateway.k8s.aws", "LoadBalancerConfiguration", "Namespaced"],
    ["gateway.k8s.aws", "TargetGroupConfiguration", "Namespaced"],
  ],
  "eck-operator": [
    ["elasticsearch.k8s.elastic.co", "Elasticsearch", "Namespaced"],
    ["kibana.k8s.elastic.co", "Kibana", "Namespaced"],
  ],
  "karpenter-crd": [
    ["karpenter.k8s.aws", "EC2NodeClass", "Cluster"],
    ["karpenter.sh", "NodePool", "Cluster"],
    ["karpenter.sh", "NodeClaim", "Cluster"],
  ],
};

/**
 * CRDs as YAML, for an add-on whose real chart is not available. They accept any field, so misspelt fields are not refused.
 * @returns undefined for an add-on without such kinds
 */
export function openCrds(addon: string): string | undefined {
  return kinds[addon]?.map((kind) => stringify(openCrd(kind))).join("---\n");
}

/** A CRD without a schema, with a status subresource. */
export function openCrd([group, kind, scope]: Kind, name = "v1") {
  const singular = kind.toLowerCase();
  const plural = /(ss|ch)$/.test(singular) ? `${singular}es` : `${singular}s`;
  const openAPIV3Schema = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  const version = { name, served: true, storage: true, schema: { openAPIV3Schema } };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope,
      names: { plural, kind, singular, listKind: `${kind}List` },
      versions: [{ ...version, subresources: { status: {} } }],
    },
  };
}
