import type { System } from "../../apps/system.ts";
import { validateHours } from "../../components/cluster/office-hours/validate.ts";
import { validateEks } from "../../components/cluster/eks/validate.ts";
import { seconds } from "../../components/cluster/karpenter/options.ts";
import { validateNodePool } from "../../components/cluster/karpenter/validate.ts";
import { validateNetwork } from "../../components/network/validate.ts";
import { instead, oneOf } from "../../components/check/suggest.ts";
import type { ValidationIssue } from "../../components/validation.ts";
import { validateInternalGateway } from "./internal-gateway.ts";
import { regionOf, zonesOf } from "./regions.ts";
import type { ProfileName, Settings } from "./schema.ts";

/** The settings that could be understood. */
export type Some = { readonly [K in keyof Settings]?: Settings[K] | undefined };

/** What is wrong between settings that are right alone. */
export function validateAcross(
  profile: ProfileName | undefined,
  some: Some,
  catalogue: Readonly<Record<string, System>>,
): ValidationIssue[] {
  return [
    ...validateZones(some),
    ...validateProfile(profile, some),
    ...validateNetworkSettings(profile, some),
    ...validateCluster(profile, some),
    ...validateAlarms(some),
    ...validateNodes(some),
    ...validateNodePools(profile, some),
    ...validateLimits(some),
    ...validateHoursSettings(some, catalogue),
    ...validateSystems(some, catalogue),
    ...validateInternalGateway(some, catalogue),
  ];
}

function validateZones({ region, zones, redundancy, cluster }: Some): ValidationIssue[] {
  if (zones === undefined) return [];
  const foreign = zones.flatMap((zone, index) => (regionOf(zone) === region ? [] : [index]));
  if (region !== undefined && foreign.length > 0) {
    const one = foreign.length === 1 && zones.length > 1 ? foreign[0] : undefined;
    return [
      {
        key: one === undefined ? "hanok:zones" : `hanok:zones[${one}]`,
        value: one === undefined ? zones : zones[one],
        problem: `does not lie in ${region}, which is hanok:region`,
        remedy: `Write ${oneOf(zonesOf(region))}.`,
      },
    ];
  }
  if (zones.length > 1) return [];
  const needs = { value: zones, remedy: "Write two zones or more." };
  if (redundancy === "zonal") {
    return [
      { key: "hanok:zones", problem: "is one zone, and hanok:redundancy is zonal", ...needs },
    ];
  }
  return cluster?.kind === "eks"
    ? [{ key: "hanok:zones", problem: "is one zone, and EKS demands subnets in two", ...needs }]
    : [];
}

/** Whether the network fits its zones, and is there where EKS needs it. */
function validateNetworkSettings(
  profile: ProfileName | undefined,
  { network, zones, region, domain, cluster }: Some,
): readonly ValidationIssue[] {
  if (network?.kind === "vpc" && profile !== "local") {
    return validateNetwork(network, { zones, region, domain }, "hanok:network");
  }
  if (network?.kind !== "none" || cluster?.kind !== "eks" || profile === "local") return [];
  return [
    {
      key: "hanok:network.kind",
      value: "none",
      problem: "leaves EKS without subnets",
      remedy: "Write {kind: vpc, cidr: 10.16.0.0/16}.",
    },
  ];
}

/** Who reaches a cluster of one's own, and whether its nodes are as many as they have to be. */
function validateCluster(
  profile: ProfileName | undefined,
  { cluster, redundancy, region }: Some,
): readonly ValidationIssue[] {
  if (cluster?.kind !== "eks" || profile === "local") return [];
  return validateEks(cluster, { redundancy, region }, "hanok:cluster");
}

/** CloudWatch's alarms are those of a network. */
function validateAlarms({ network, alarms }: Some): ValidationIssue[] {
  if (network?.kind !== "none" || alarms === undefined || alarms.email.length === 0) return [];
  return [
    {
      key: "hanok:alarms.email",
      value: alarms.email,
      problem: "would be told of nothing: without a network there is no alarm",
      remedy: "Leave it out.",
    },
  ];
}

function validateProfile(
  profile: ProfileName | undefined,
  { cluster, stores, network }: Some,
): ValidationIssue[] {
  if (profile !== "local") return [];
  const needed = (key: string, value: string, remedy: string): ValidationIssue => ({
    key,
    value,
    problem: "needs an AWS account, and the profile local has none",
    remedy,
  });
  return [
    ...(cluster?.kind === "eks"
      ? [needed("hanok:cluster.kind", "eks", "Leave it out, or write hanok:profile: dev.")]
      : []),
    ...(stores === "managed"
      ? [needed("hanok:stores", stores, "Write cluster, or hanok:profile: prod.")]
      : []),
    ...(network?.kind === "vpc"
      ? [needed("hanok:network.kind", "vpc", "Leave it out, or write hanok:profile: dev.")]
      : []),
  ];
}

function validateNodes({ nodes = [] }: Some): ValidationIssue[] {
  return nodes.flatMap(({ instanceType }, index) =>
    nodes.findIndex((other) => other.instanceType === instanceType) < index
      ? [
          {
            key: `hanok:nodes[${index}].instanceType`,
            value: instanceType,
            problem: "has a group already",
            remedy: "Raise perZone of that group.",
          },
        ]
      : [],
  );
}

/** Whose cluster is somebody else's has no say in its nodes. */
function validateNodePools(
  profile: ProfileName | undefined,
  { cluster, nodePools }: Some,
): readonly ValidationIssue[] {
  if (cluster?.kind !== "eks" || nodePools === undefined || profile === "local") return [];
  return validateNodePool(nodePools, "hanok:nodePools");
}

function validateLimits({ kubeClient }: Some): ValidationIssue[] {
  if (kubeClient === undefined || kubeClient.qps <= kubeClient.burst) return [];
  return [
    {
      key: "hanok:kubeClient.qps",
      value: kubeClient.qps,
      problem: `is above burst, which is ${kubeClient.burst}`,
      remedy: "Write a burst of twice the qps: {qps: 100, burst: 200}.",
    },
  ];
}

/** Whether an environment can be without nodes at night. */
function validateHoursSettings(
  { hours, cluster, stores, nodePools = {}, systems = [] }: Some,
  catalogue: Readonly<Record<string, System>>,
): readonly ValidationIssue[] {
  if (hours === undefined) return [];
  const found = systems.flatMap((name) =>
    Object.hasOwn(catalogue, name) ? Object.values(catalogue[name]?.stores ?? {}) : [],
  );
  const graceSeconds = Object.fromEntries(
    Object.entries(nodePools).flatMap(([pool, { terminationGracePeriod }]) => {
      const grace = seconds(terminationGracePeriod);
      return grace === undefined ? [] : [[pool, grace]];
    }),
  );
  return validateHours(
    hours,
    { cluster: cluster?.kind, stores, engines: found.map(({ engine }) => engine), graceSeconds },
    "hanok:hours",
  );
}

function validateSystems(
  { systems = [] }: Some,
  catalogue: Readonly<Record<string, System>>,
): ValidationIssue[] {
  const hosts = new Map<string, string>();
  return systems.flatMap((name, index): ValidationIssue[] => {
    const key = `hanok:systems[${index}]`;
    const system = Object.hasOwn(catalogue, name) ? catalogue[name] : undefined;
    if (system === undefined) {
      return [
        {
          key,
          value: name,
          problem: "is no system of apps/index.ts",
          remedy: instead(name, Object.keys(catalogue)),
        },
      ];
    }
    if (system.name !== name) {
      const problem = `is the key of a system that calls itself ${String(system.name)}`;
      return [{ key, value: name, problem, remedy: "Write the same name in apps/index.ts." }];
    }
    const other = hosts.get(system.host);
    if (other === undefined) hosts.set(system.host, name);
    return other === undefined || other === name
      ? []
      : [
          {
            key,
            value: name,
            problem: `has the host ${system.host}, and so has ${other}`,
            remedy: `Give one of them another host in apps/${name}.`,
          },
        ];
  });
}
