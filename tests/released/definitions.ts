/** Karpenter's kinds, as far as their deletion is concerned: any field may stand in them. */
export const definitions = [
  definition("karpenter.k8s.aws", "ec2nodeclasses", "EC2NodeClass"),
  definition("karpenter.sh", "nodepools", "NodePool"),
  definition("karpenter.sh", "nodeclaims", "NodeClaim"),
];

function definition(group: string, plural: string, kind: string): object {
  const openAPIV3Schema = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  const version = { name: "v1", served: true, storage: true, schema: { openAPIV3Schema } };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: "Cluster",
      names: { plural, kind, singular: kind.toLowerCase() },
      versions: [{ ...version, subresources: { status: {} } }],
    },
  };
}
