import { billedHours } from "../../components/cluster/office-hours/timetable.ts";
import { ruleCount } from "../../components/aws/web-acl-rules.ts";
import { nodeDisks } from "../../components/cluster/system-nodes.ts";
import type { NatStrategy } from "../../components/network/options.ts";
import type { Environment } from "../environment.ts";
import { hoursOfMonth, rateOf, regions } from "../../policy/price/rates.ts";

/** Input of the platform's fixed price. */
export interface Priced {
  readonly region: string;
  /** Number of zones. */
  readonly zones: number;
  readonly nat: NatStrategy;
  readonly systemNodes: { readonly instanceType: string; readonly count: number };
  /** Retention of control plane logs and flow logs, in days. */
  readonly retentionDays: number;
  /** Monthly hours in which the system nodes run. @default all */
  readonly systemHours?: number;
  /** @default false */
  readonly internalGateway?: boolean;
  /** A vault has two alarms, and a second region a key. @default no vault */
  readonly backup?: Environment["backup"];
  /** Behind CloudFront the load balancer has no public address. @default "none" */
  readonly edge?: Environment["edge"];
}

/** One line of the bill in US dollars a month; undefined if the price is unknown. */
export interface Position {
  readonly what: string;
  readonly usd: number | undefined;
}

/** The platform's KMS keys: cluster and alarm topic. The first two rotations of each cost the same again. */
const keysOf = ({ backup }: Priced): number =>
  backup?.kind === "vault" && backup.copyTo !== undefined ? 3 : 2;

/** One alarm for each certificate, and two for backups. */
const alarmsOf = ({ internalGateway = false, backup }: Priced): number =>
  (internalGateway ? 2 : 1) + (backup?.kind === "vault" ? 2 : 0);

/** Estimated log volume of a cluster with little load. Each further gigabyte costs 0.76 US dollars. */
const loggedGigabytes = 5;

/** fck-nat's disk in GiB. */
const natDisk = 8;

/** US dollars a month of something that is always there; undefined where the price is not known. */
type Monthly = (name: string, count?: number) => number | undefined;

const monthlyIn =
  (region: string): Monthly =>
  (name, count = 1) => {
    const rate = rateOf(name, region);
    return rate && count * rate.usd * (rate.unit === "hour" ? hoursOfMonth : 1);
  };

const sum = (parts: readonly (number | undefined)[]): number | undefined =>
  parts.reduce<number | undefined>(
    (all, one) => (all === undefined || one === undefined ? undefined : all + one),
    0,
  );

/** The platform's price in Seoul without a team's workloads, by position. Excludes traffic and Karpenter's nodes. */
export function fixedPrice(priced: Priced): readonly Position[] {
  const { zones, nat, systemNodes, retentionDays, systemHours = hoursOfMonth } = priced;
  const monthly = monthlyIn(priced.region);
  const { instanceType, count } = systemNodes;
  const alarms = alarmsOf(priced);
  const nodes = (count * systemHours) / hoursOfMonth;
  const disk = Object.values(nodeDisks).reduce((all, one) => all + one, 0);
  const open = priced.edge === "cloudfront" ? 0 : zones;
  const ways = nat === "instance" || nat === "single" ? 1 : zones;
  return [
    { what: "control plane of EKS", usd: monthly("eks.cluster.standard") },
    {
      what: nat === "instance" ? "NAT instance, t4g.nano" : `NAT gateways, ${ways}`,
      usd:
        nat === "instance"
          ? sum([monthly("ec2.t4g.nano"), monthly("ebs.gp3.gb", natDisk)])
          : monthly("nat.hour", ways),
    },
    {
      what: `system nodes, ${count} ${instanceType}`,
      usd: monthly(`ec2.${instanceType}`, nodes),
    },
    { what: `their disks, ${disk} GiB each`, usd: monthly("ebs.gp3.gb", nodes * disk) },
    { what: "load balancer of the public gateway", usd: monthly("alb.hour") },
    ...(priced.internalGateway === true
      ? [{ what: "load balancer of the internal gateway", usd: monthly("alb.hour") }]
      : []),
    {
      what: `public addresses, ${ways} of NAT and ${open} of the load balancer`,
      usd: monthly("publicIpv4.hour", ways + open),
    },
    {
      what: `web ACL, ${ruleCount} rules`,
      usd: sum([monthly("waf.webAcl"), monthly("waf.rule", ruleCount)]),
    },
    { what: `keys, ${keysOf(priced)}`, usd: monthly("kms.key", keysOf(priced)) },
    { what: `alarms, ${alarms}`, usd: monthly("cloudwatch.alarm", alarms) },
    {
      what: `logs, ${loggedGigabytes} GB a month`,
      usd: sum([
        monthly("cloudwatch.logs.ingest", loggedGigabytes),
        monthly("cloudwatch.logs.storage", (loggedGigabytes * retentionDays) / 30),
      ]),
    },
  ];
}

/** Sum of all positions; undefined if one is unknown. */
export function total(positions: readonly Position[]): number | undefined {
  return sum(positions.map(({ usd }) => usd));
}

/**
 * An environment's fixed price in US dollars a month, rounded to the cent. Undefined without a managed cluster, and in
 * regions without known prices.
 */
export function fixedMonthlyUsd({
  region,
  zones,
  network,
  cluster,
  hours,
  internalGateway,
  edge,
  backup,
}: Pick<
  Environment,
  "region" | "zones" | "network" | "cluster" | "hours" | "internalGateway" | "edge" | "backup"
>): number | undefined {
  if (!regions.includes(region) || network.kind !== "vpc" || cluster.kind !== "eks")
    return undefined;
  const usd = total(
    fixedPrice({
      region,
      zones: zones.length,
      nat: network.nat,
      systemNodes: cluster.systemNodes,
      retentionDays: cluster.logs.retentionDays,
      systemHours: billedHours(hours).system,
      internalGateway,
      edge,
      backup,
    }),
  );
  return usd === undefined ? undefined : Math.round(usd * 100) / 100;
}
