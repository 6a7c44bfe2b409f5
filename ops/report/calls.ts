import { at, entriesAt, type Item, listAt, textAt } from "../../policy/price/item.ts";
import type { Stack } from "../../policy/price/stack.ts";

/** One may call the other. */
export interface Call {
  readonly from: string;
  readonly to: string;
  /** Port, or the path of a route. */
  readonly by: string;
}

/** Identifiers of parts that are no resource. */
export const internet = "internet";
export const company = "company";
/** The way out to the internet. */
export const exit = "nat";
export const gatewayId = (name: string): string => `gateway/${name}`;
/** A workload by its namespace and name. */
export const within = (namespace: string, name: string): string => `${namespace}/${name}`;

const nameLabel = "app.kubernetes.io/name";
export const metadata = ({ inputs }: Item, key: string): string =>
  textAt(inputs, "metadata", key) ?? "";

/** Who may call whom, by the routes and network policies of a stack. */
export const callsOf = (stack: Stack): readonly Call[] => [
  ...routes(stack),
  ...policies(stack),
  ...managed(stack),
];

/** Names of the stores in AWS, by the Secrets that hold their hosts. */
export const storesBySecret = (stack: Stack): ReadonlyMap<string, string> =>
  new Map(
    stack.of("kubernetes:core/v1:Secret").flatMap((item) => {
      const store = textAt(item.inputs, "metadata", "labels", nameLabel);
      const isManaged = textAt(item.inputs, "data", "host") !== undefined;
      const name = within(metadata(item, "namespace"), metadata(item, "name"));
      return isManaged && store !== undefined ? [[name, store] as const] : [];
    }),
  );

/** Network policies name the subnets of a store in AWS, so the Secrets tell who calls it. */
function managed(stack: Stack): readonly Call[] {
  const stores = storesBySecret(stack);
  const workloads = [
    ...stack.of("kubernetes:apps/v1:Deployment"),
    ...stack.of("kubernetes:apps/v1:StatefulSet"),
  ];
  return workloads.flatMap((item) => {
    const namespace = metadata(item, "namespace");
    const env = listAt(item.inputs, "spec", "template", "spec", "containers", 0, "env");
    const called = env.flatMap(
      (one) =>
        stores.get(within(namespace, textAt(one, "valueFrom", "secretKeyRef", "name") ?? "")) ?? [],
    );
    return [...new Set(called)].map((store) => ({
      from: within(namespace, metadata(item, "name")),
      to: within(namespace, store),
      by: "TLS",
    }));
  });
}

/** What the gateways send to services, and who reaches the gateways. */
const routes = (stack: Stack): readonly Call[] => [
  ...stack.of("kubernetes:*:Gateway").map((item) => ({
    from: metadata(item, "name") === "internal" ? company : internet,
    to: gatewayId(metadata(item, "name")),
    by: "HTTPS",
  })),
  ...stack.of("kubernetes:*:HTTPRoute", "kubernetes:*:GRPCRoute").flatMap((route) =>
    listAt(route.inputs, "spec", "parentRefs").flatMap((gateway) =>
      listAt(route.inputs, "spec", "rules").flatMap((rule) =>
        listAt(rule, "backendRefs").map((backend) => ({
          from: gatewayId(textAt(gateway, "name") ?? ""),
          to: within(
            metadata(route, "namespace"),
            (textAt(backend, "name") ?? "").replace(/-routes$/, ""),
          ),
          by: textAt(rule, "matches", 0, "path", "value") ?? "/",
        })),
      ),
    ),
  ),
];

/** What network policies let in and out. */
function policies(stack: Stack): readonly Call[] {
  return stack.of("kubernetes:*:NetworkPolicy").flatMap((policy) => {
    const namespace = metadata(policy, "namespace");
    const self = textAt(policy.inputs, "spec", "podSelector", "matchLabels", nameLabel);
    if (self === undefined) return [];
    const me = within(namespace, self);
    const peers = (direction: "ingress" | "egress", side: "from" | "to") =>
      listAt(policy.inputs, "spec", direction).flatMap((rule) => {
        const port = at(rule, "ports", 0, "port");
        return listAt(rule, side).map((peer) => ({
          other: peerOf(peer, namespace),
          port: typeof port === "number" || typeof port === "string" ? `${port}` : "any port",
        }));
      });
    return [
      ...peers("ingress", "from").map(({ other, port }) => ({ from: other, to: me, by: port })),
      ...peers("egress", "to").map(({ other, port }) => ({
        from: me,
        to: other === internet ? exit : other,
        by: port,
      })),
    ];
  });
}

function peerOf(peer: unknown, own: string): string {
  if (textAt(peer, "ipBlock", "cidr") === "0.0.0.0/0") return internet;
  const labels = entriesAt(peer, "namespaceSelector", "matchLabels");
  const named = labels.find(([key]) => key === "kubernetes.io/metadata.name")?.[1];
  const namespace = typeof named === "string" ? named : own;
  return within(namespace, textAt(peer, "podSelector", "matchLabels", nameLabel) ?? "");
}
