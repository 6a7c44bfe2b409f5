import { hoursAwake } from "../../components/cluster/office-hours/timetable.ts";
import { ruleCount } from "../../components/cluster/aws-load-balancer/rule-groups.ts";
import { nodeDisks } from "../../components/cluster/system-nodes.ts";
import type { NatStrategy } from "../../components/network/options.ts";
import type { Environment } from "../environment.ts";
import list from "./prices.json" with { type: "json" };

/** What the platform's fixed price depends on. */
export interface Priced {
  /** How many there are. */
  readonly zones: number;
  readonly nat: NatStrategy;
  readonly systemNodes: { readonly instanceType: string; readonly count: number };
  /** Logs of the control plane and of flows, in days. */
  readonly retentionDays: number;
  /** Hours of a month in which the system nodes are there. @default all */
  readonly systemHours?: number;
  /** @default false */
  readonly internalGateway?: boolean;
}

/** One line of the bill, in US dollars a month; undefined where the price is not known. */
export interface Position {
  readonly what: string;
  readonly usd: number | undefined;
}

/** Keys of the platform: of the cluster and of the alarms' topic. AWS asks the same again for each of the first two rotations. */
const keys = 2;

/** One of each certificate. */
const alarmsOf = ({ internalGateway = false }: Priced): number => (internalGateway ? 2 : 1);

/** What a cluster logs where little runs in it: an estimate, the only one here. Each gigabyte more is 0.76 US dollars. */
const loggedGigabytes = 5;

/** Disk of fck-nat, in GiB. */
const natDisk = 8;

const prices: Readonly<Record<string, { readonly usd: number; readonly per: string }>> =
  list.prices;

/** US dollars a month of something that is always there. */
function monthly(name: string, count = 1): number | undefined {
  const price = Object.hasOwn(prices, name) ? prices[name] : undefined;
  if (price === undefined) return undefined;
  return count * price.usd * (price.per === "hour" ? list.hoursPerMonth : 1);
}

const sum = (parts: readonly (number | undefined)[]): number | undefined =>
  parts.reduce<number | undefined>(
    (all, one) => (all === undefined || one === undefined ? undefined : all + one),
    0,
  );

/** What the platform costs in Seoul before anything of a team runs on it, by position. Traffic is not in it, nor Karpenter's nodes. */
export function fixedPrice(priced: Priced): readonly Position[] {
  const { zones, nat, systemNodes, retentionDays, systemHours = list.hoursPerMonth } = priced;
  const { instanceType, count } = systemNodes;
  const alarms = alarmsOf(priced);
  const awake = (count * systemHours) / list.hoursPerMonth;
  const disk = Object.values(nodeDisks).reduce((all, one) => all + one, 0);
  const ways = nat === "instance" || nat === "single" ? 1 : zones;
  return [
    { what: "control plane of EKS", usd: monthly("eks.cluster") },
    {
      what: nat === "instance" ? "NAT instance, t4g.nano" : `NAT gateways, ${ways}`,
      usd:
        nat === "instance"
          ? sum([monthly("ec2.t4g.nano"), monthly("ebs.gp3", natDisk)])
          : monthly("nat.gateway", ways),
    },
    {
      what: `system nodes, ${count} ${instanceType}`,
      usd: monthly(`ec2.${instanceType}`, awake),
    },
    { what: `their disks, ${disk} GiB each`, usd: monthly("ebs.gp3", awake * disk) },
    { what: "load balancer of the public gateway", usd: monthly("alb") },
    ...(priced.internalGateway === true
      ? [{ what: "load balancer of the internal gateway", usd: monthly("alb") }]
      : []),
    {
      what: `public addresses, ${ways} of NAT and ${zones} of the load balancer`,
      usd: monthly("address", ways + zones),
    },
    {
      what: `web ACL, ${ruleCount} rules`,
      usd: sum([monthly("waf.acl"), monthly("waf.rule", ruleCount)]),
    },
    { what: `keys, ${keys}`, usd: monthly("kms.key", keys) },
    { what: `alarms, ${alarms}`, usd: monthly("alarm", alarms) },
    {
      what: `logs, ${loggedGigabytes} GB a month`,
      usd: sum([
        monthly("logs.ingest", loggedGigabytes),
        monthly("logs.storage", (loggedGigabytes * retentionDays) / 30),
      ]),
    },
  ];
}

/** All positions together; undefined where one is not known. */
export function total(positions: readonly Position[]): number | undefined {
  return sum(positions.map(({ usd }) => usd));
}

/**
 * The fixed price of an environment, in US dollars a month to the cent; undefined where it has no cluster of its own, or stands in a region whose prices are not
 * here.
 */
export function fixedMonthlyUsd({
  region,
  zones,
  network,
  cluster,
  hours,
  internalGateway,
}: Pick<Environment, "region" | "zones" | "network" | "cluster" | "hours" | "internalGateway">):
  number | undefined {
  if (region !== list.region || network.kind !== "vpc" || cluster.kind !== "eks") return undefined;
  const usd = total(
    fixedPrice({
      zones: zones.length,
      nat: network.nat,
      systemNodes: cluster.systemNodes,
      retentionDays: cluster.logs.retentionDays,
      systemHours: hoursAwake(hours).system,
      internalGateway,
    }),
  );
  return usd === undefined ? undefined : Math.round(usd * 100) / 100;
}
