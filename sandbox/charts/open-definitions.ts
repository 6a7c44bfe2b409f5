import { stringify } from "yaml";

/** A kind of custom resource: its group, its names, and whether it stands in a namespace. */
type Kind = readonly [group: string, plural: string, kind: string, scope: "Namespaced" | "Cluster"];

/** What the program makes, and Karpenter's own claims, by the add-on whose chart defines it. All of them are version v1. */
const kinds: Readonly<Record<string, readonly Kind[]>> = {
  "aws-load-balancer-controller": [
    ["gateway.k8s.aws", "loadbalancerconfigurations", "LoadBalancerConfiguration", "Namespaced"],
    ["gateway.k8s.aws", "targetgroupconfigurations", "TargetGroupConfiguration", "Namespaced"],
  ],
  "karpenter-crd": [
    ["karpenter.k8s.aws", "ec2nodeclasses", "EC2NodeClass", "Cluster"],
    ["karpenter.sh", "nodepools", "NodePool", "Cluster"],
    ["karpenter.sh", "nodeclaims", "NodeClaim", "Cluster"],
  ],
};

/**
 * Definitions in place of a chart's own, where those are not at hand: any field may stand in them, so nothing that is misspelt is refused.
 * @returns nothing for an add-on whose kinds nobody makes
 */
export function openDefinitions(addon: string): string | undefined {
  const all = kinds[addon];
  return all?.map((kind) => stringify(definition(kind))).join("---\n");
}

function definition([group, plural, kind, scope]: Kind): object {
  const openAPIV3Schema = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  const version = { name: "v1", served: true, storage: true, schema: { openAPIV3Schema } };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope,
      names: { plural, kind, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [{ ...version, subresources: { status: {} } }],
    },
  };
}
