import { stringify } from "yaml";

/** A kind of custom resource by the names of its definition. */
interface Kind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly scope: "Namespaced" | "Cluster";
}

const own = (group: string, version: string, scope: Kind["scope"], names: readonly string[]) =>
  names.map((kind): Kind => {
    const plural = `${kind.toLowerCase()}${kind.endsWith("s") ? "" : "s"}`;
    return { group, version, kind, plural, scope };
  });

/** By add-on: what its chart defines in a `crds/` folder, and no Go module that could be had serves. */
const kinds: Readonly<Record<string, readonly Kind[]>> = {
  // helm/aws-load-balancer-controller/crds of kubernetes-sigs/aws-load-balancer-controller, v3.5.0
  "aws-load-balancer-controller": [
    ...own("elbv2.k8s.aws", "v1beta1", "Namespaced", ["TargetGroupBinding"]),
    ...own("elbv2.k8s.aws", "v1beta1", "Cluster", ["IngressClassParams"]),
    ...own("gateway.k8s.aws", "v1", "Namespaced", [
      "ListenerRuleConfiguration",
      "LoadBalancerConfiguration",
      "TargetGroupConfiguration",
    ]),
  ],
};

/** Definitions that know the kinds of an add-on by name and check nothing in them; nothing where it has none. */
export function looseDefinitions(addon: string): string | undefined {
  return kinds[addon]?.map((kind) => stringify(definitionOf(kind))).join("---\n");
}

const definitionOf = ({ group, version, kind, plural, scope }: Kind): object => ({
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: `${plural}.${group}` },
  spec: {
    group,
    scope,
    names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
    versions: [
      {
        name: version,
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
        },
        subresources: { status: {} },
      },
    ],
  },
});
