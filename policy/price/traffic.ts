import { type Billing, type Charge, text, time, use } from "./charge.ts";
import { at, type Item, listAt, textAt } from "./item.ts";
import { hoursOfMonth as month } from "./rates.ts";
import type { Stack } from "./stack.ts";

/** What a load balancer is used for, shared by those of the stack that are public. */
const balancerUse = ({ usage }: Stack, among: number): readonly Charge[] => {
  // a capacity unit is 1 GB, or 25 new connections a second, for an hour (https://aws.amazon.com/elasticloadbalancing/pricing/)
  const units = Math.max(usage.internetGb, (usage.requestsMillion * 1e6) / (25 * 3600));
  return [
    ...use("capacity units", "alb.lcu", units / among),
    ...use("traffic to the internet", "dataTransfer.out.first10tb", usage.internetGb / among),
  ];
};

const classOf = (gateway: Item, stack: Stack): Item | undefined =>
  stack
    .of("kubernetes:*:GatewayClass")
    .find(
      ({ inputs }) =>
        textAt(inputs, "metadata", "name") === textAt(gateway.inputs, "spec", "gatewayClassName"),
    );

const isAlb = (gateway: Item, stack: Stack): boolean =>
  (textAt(classOf(gateway, stack)?.inputs, "spec", "controllerName") ?? "").includes(
    "gateway.k8s.aws",
  );

function isPublic(gateway: Item, stack: Stack): boolean {
  const named = textAt(gateway.inputs, "spec", "infrastructure", "parametersRef", "name");
  const config = stack
    .of("kubernetes:*:LoadBalancerConfiguration")
    .find(({ inputs }) => textAt(inputs, "metadata", "name") === named);
  return textAt(config?.inputs, "spec", "scheme") === "internet-facing";
}

export const gateway: Billing = (item, stack) => {
  if (!isAlb(item, stack)) return [];
  const isOpen = isPublic(item, stack);
  const among = stack
    .of("kubernetes:*:Gateway")
    .filter((one) => isAlb(one, stack) && isPublic(one, stack)).length;
  const { zones } = stack;
  return [
    time("load balancer", "alb.hour", month),
    ...(isOpen ? [time(`public addresses, ${zones}`, "publicIpv4.hour", zones * month)] : []),
    ...(isOpen ? balancerUse(stack, among) : []),
  ];
};

export const balancer: Billing = (item, stack) => {
  const kind = text(item, "loadBalancerType") === "network" ? "nlb" : "alb";
  const count = listAt(item.inputs, "subnets").length || stack.zones;
  const isInternal = at(item.inputs, "internal") === true;
  return [
    time("load balancer", `${kind}.hour`, month),
    ...(isInternal ? [] : [time(`public addresses, ${count}`, "publicIpv4.hour", count * month)]),
    ...(isInternal ? [] : balancerUse(stack, stack.of("aws:lb/loadBalancer:LoadBalancer").length)),
  ];
};

export const serviceBalancer: Billing = ({ inputs }, { ownsCluster }) =>
  ownsCluster && textAt(inputs, "spec", "type") === "LoadBalancer"
    ? [time("load balancer", "nlb.hour", month)]
    : [];

export const network: Billing = (_, { usage }) =>
  use("traffic between zones, both ways", "dataTransfer.interAz", 2 * usage.interZoneGb);

export const natGateway: Billing = (_, stack) => [
  time("NAT gateway", "nat.hour", month),
  ...use(
    "traffic through it",
    "nat.gb",
    stack.usage.natGb / stack.of("aws:ec2/natGateway:NatGateway").length,
  ),
];

export const endpoint: Billing = (item, { zones }) =>
  text(item, "vpcEndpointType") !== "Interface"
    ? []
    : [
        time(
          "interface endpoint",
          "vpce.interface.hour",
          (listAt(item.inputs, "subnetIds").length || zones) * month,
        ),
      ];

export const webAcl: Billing = ({ inputs }, { usage }) => [
  time("web ACL", "waf.webAcl", 1),
  time(`${listAt(inputs, "rules").length} rules`, "waf.rule", listAt(inputs, "rules").length),
  ...use("requests", "waf.requests1m", usage.requestsMillion),
];

export const distribution: Billing = (_, { usage }) => [
  ...use("traffic to viewers", "cloudfront.out.first10tb", usage.internetGb),
  ...use("requests", "cloudfront.https10k", usage.requestsMillion * 100),
];

export const resolverEndpoint: Billing = ({ inputs }) => [
  time("addresses", "route53.resolverEndpoint", listAt(inputs, "ipAddresses").length * month),
];
