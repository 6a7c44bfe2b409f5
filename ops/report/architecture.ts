import { at, type Item, listAt, textAt } from "../../policy/price/item.ts";
import { ownClaims, workloadsOf } from "../../policy/price/pods.ts";
import { type Price, totalOf } from "../../policy/price/price.ts";
import type { Stack } from "../../policy/price/stack.ts";
import {
  type Call,
  callsOf,
  company,
  exit,
  gatewayId,
  internet,
  metadata,
  within,
} from "./calls.ts";
import { managedStores } from "./managed-stores.ts";

export type Kind =
  "actor" | "gateway" | "network" | "cluster" | "nodes" | "addon" | "service" | "store";

/** A part of the picture; one with parts of its own is a frame around them. */
export interface Part {
  readonly id: string;
  readonly label: string;
  readonly kind: Kind;
  /** Further lines. */
  readonly notes: readonly string[];
  /** US dollars a month; undefined for a frame. */
  readonly usd?: number;
  readonly parts: readonly Part[];
}

/** What a stack consists of, and who may call whom by its routes and network policies. */
export interface Architecture {
  readonly parts: readonly Part[];
  readonly calls: readonly Call[];
}

/** The picture of a stack, from its resources alone. */
export function architectureOf(stack: Stack, price: Price): Architecture {
  const systems = stack.of("hanok:index:SystemStack").map((item) => systemOf(item, stack, price));
  const gateways = gatewaysOf(stack, price);
  const isInternal = gateways.some(({ id }) => id === gatewayId("internal"));
  const parts = [
    { id: internet, label: "Internet", kind: "actor", notes: [], parts: [] } as const,
    ...(isInternal ? [companyPart] : []),
    ...gateways,
    ...networkOf(stack, price),
    ...clusterOf(stack, price),
    ...systems,
  ];
  const known = new Set(leaves(parts).map(({ id }) => id));
  const calls = callsOf(stack).filter(
    ({ from, to }) => known.has(from) && known.has(to) && from !== to,
  );
  const byPair = new Map(calls.map((call) => [`${call.from} ${call.to}`, call]));
  return { parts, calls: [...byPair.values()] };
}

/** The parts that are no frames. */
export const leaves = (parts: readonly Part[]): readonly Part[] =>
  parts.flatMap((part) => (part.parts.length === 0 ? [part] : leaves(part.parts)));

/** What a resource and everything below it costs. */
const usdBelow = (item: Item, stack: Stack, { positions }: Price): number =>
  totalOf(
    positions.filter(({ id }) => {
      const one = stack.byId(id);
      return one !== undefined && stack.lineage(one).includes(item);
    }),
  );

const usdOf = (items: readonly Item[], { positions }: Price): number => {
  const ids = new Set(items.map(({ id }) => id));
  return totalOf(positions.filter(({ id }) => ids.has(id)));
};

function gatewaysOf(stack: Stack, price: Price): readonly Part[] {
  const configs = stack.of("kubernetes:*:LoadBalancerConfiguration");
  return stack.of("kubernetes:*:Gateway").map((item): Part => {
    const name = metadata(item, "name");
    const config = configs.find((one) => metadata(one, "name") === name);
    const acls =
      at(config?.inputs, "spec", "wafV2") === undefined ? [] : stack.of("aws:wafv2/webAcl:WebAcl");
    const hosts = new Set(
      listAt(item.inputs, "spec", "listeners").map((one) => textAt(one, "hostname") ?? ""),
    );
    const scheme = textAt(config?.inputs, "spec", "scheme");
    return {
      id: gatewayId(name),
      label: `gateway ${name}`,
      kind: "gateway",
      notes: [
        ...hosts,
        ...(scheme === undefined ? [] : [scheme]),
        ...(acls.length > 0 ? ["with a web ACL"] : []),
      ],
      usd: usdOf([item, ...acls], price),
      parts: [],
    };
  });
}

function networkOf(stack: Stack, price: Price): readonly Part[] {
  const [vpc] = stack.of("awsx:ec2:Vpc");
  if (vpc === undefined) return [];
  const specs = listAt(vpc.inputs, "subnetSpecs").filter((one) => textAt(one, "type") !== "Unused");
  const zones = listAt(vpc.inputs, "availabilityZoneNames").map((zone, index): Part => ({
    id: `zone/${String(zone)}`,
    label: String(zone),
    kind: "network",
    notes: specs.map(
      (one) => `${textAt(one, "name") ?? ""} ${textAt(one, "cidrBlocks", index) ?? ""}`,
    ),
    parts: [],
  }));
  const gateways = stack.of("aws:ec2/natGateway:NatGateway");
  const machines = stack.of("aws:autoscaling/group:Group");
  const nat = [...gateways, ...machines];
  const own = stack.of("hanok:index:Network");
  const [network] = own;
  const whole = network === undefined ? 0 : usdBelow(network, stack, price);
  const ofNat = usdOf([...nat, ...stack.of("aws:ec2/eip:Eip")], price);
  const way: Part = {
    id: exit,
    label: gateways.length > 0 ? `NAT gateways, ${gateways.length}` : "NAT instance",
    kind: "network",
    notes: ["way out for private subnets"],
    usd: ofNat,
    parts: [],
  };
  const rest: Part = {
    id: "network",
    label: "endpoints, names, flow logs",
    kind: "network",
    notes: [],
    usd: whole - ofNat,
    parts: [],
  };
  return [
    {
      id: "vpc",
      label: `VPC ${textAt(vpc.inputs, "cidrBlock") ?? ""}`,
      kind: "network",
      notes: [],
      parts: [...zones, ...(nat.length === 0 ? [] : [way]), rest],
    },
  ];
}

function clusterOf(stack: Stack, price: Price): readonly Part[] {
  const releases = stack.of("kubernetes:*:Release").filter(({ name }) => !name.endsWith("-crd"));
  const control = stack.of("eks:index:Cluster", "aws:eks/cluster:Cluster");
  const addons: readonly Part[] = releases.map((item) => ({
    id: within(textAt(item.inputs, "namespace") ?? "", textAt(item.inputs, "name") ?? item.name),
    label: textAt(item.inputs, "name") ?? item.name,
    kind: "addon",
    ...addonPrice(usdOf([item], price)),
    parts: [],
  }));
  if (control.length === 0 && addons.length === 0) return [];
  const groups = stack.of("aws:eks/nodeGroup:NodeGroup").map((item): Part => ({
    id: item.id,
    label: "system nodes",
    kind: "nodes",
    notes: [
      `${String(at(item.inputs, "scalingConfig", "desiredSize"))} × ${textAt(item.inputs, "instanceTypes", 0) ?? ""}`,
    ],
    usd: usdOf([item], price),
    parts: [],
  }));
  const pools = stack.of("kubernetes:*:NodePool").map((item): Part => {
    const name = metadata(item, "name");
    const types = price.capacity.nodes.filter(({ pool }) => pool === name).map(({ type }) => type);
    const counted = [...new Set(types)].map(
      (type) => `${types.filter((one) => one === type).length} × ${type}`,
    );
    return {
      id: item.id,
      label: `node pool ${name}`,
      kind: "nodes",
      notes: counted.length === 0 ? ["no node needed"] : [...counted, "paid by their pods"],
      parts: [],
    };
  });
  const plane = control.slice(0, 1).map((item): Part => ({
    id: item.id,
    label: "control plane",
    kind: "cluster",
    notes: [`Kubernetes ${textAt(item.inputs, "version") ?? ""}`],
    usd: usdOf(control, price),
    parts: [],
  }));
  const eks = stack.of("aws:eks/addon:Addon");
  const managed: readonly Part[] =
    eks.length === 0
      ? []
      : [
          {
            id: "eks-addons",
            label: `${eks.length} add-ons of EKS`,
            kind: "addon",
            notes: eks.map(({ inputs }) => textAt(inputs, "addonName") ?? ""),
            parts: [],
          },
        ];
  const label =
    control.length === 0
      ? "cluster of somebody else"
      : `EKS ${textAt(control[0]?.inputs, "name") ?? ""}`;
  return [
    {
      id: "eks",
      label,
      kind: "cluster",
      notes: [],
      parts: [...plane, ...groups, ...pools, ...managed, ...addons],
    },
  ];
}

/** An add-on that costs nothing by itself runs on nodes that are there anyway. */
const addonPrice = (usd: number) =>
  usd === 0 ? { notes: ["on the system nodes"] } : { notes: [], usd };

function systemOf(system: Item, stack: Stack, price: Price): Part {
  const below = stack.items.filter(
    (item) => item !== system && stack.lineage(item).includes(system),
  );
  const services = below
    .filter(({ type }) => type === "hanok:index:AppService")
    .map((item): Part => {
      const own = below.find((one) => one.parent === item.id && isWorkload(one));
      const name = own === undefined ? item.name : metadata(own, "name");
      const namespace = own === undefined ? "" : metadata(own, "namespace");
      return {
        id: within(namespace, name),
        label: name,
        kind: "service",
        notes: notesOf(own),
        usd: usdBelow(item, stack, price),
        parts: [],
      };
    });
  const claims = new Map(workloadsOf(stack).map((one) => [one.item, ownClaims(stack, one)]));
  const tiers = below.filter(({ type }) => type === "hanok:index:DataTier");
  const stores = below
    .filter((item) => isWorkload(item) && tiers.some((tier) => item.parent === tier.id))
    .map((item): Part => ({
      id: within(metadata(item, "namespace"), metadata(item, "name")),
      label: metadata(item, "name"),
      kind: "store",
      notes: notesOf(item),
      usd: usdOf([item, ...(claims.get(item) ?? [])], price),
      parts: [],
    }));
  const managed = managedStores(tiers, stack).map(({ id, label, items, notes }): Part => {
    return { id, label, kind: "store", notes, usd: usdOf(items, price), parts: [] };
  });
  return {
    id: system.id,
    label: `system ${system.name}`,
    kind: "service",
    notes: [],
    parts: [...services, ...stores, ...managed],
  };
}

const isWorkload = ({ type }: Item): boolean => /:(Deployment|StatefulSet)$/.test(type);

/** Image without its registry, of a workload. */
function notesOf(item: Item | undefined): readonly string[] {
  const image = textAt(item?.inputs, "spec", "template", "spec", "containers", 0, "image");
  return image === undefined ? [] : [(image.split("/").at(-1) ?? "").split("@")[0] ?? ""];
}

const companyPart: Part = {
  id: company,
  label: "Company's networks",
  kind: "actor",
  notes: [],
  parts: [],
};
