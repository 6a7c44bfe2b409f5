import type { System } from "../../apps/system.ts";
import { validateDomain } from "../../components/check/names.ts";
import { isObject } from "../../components/check/schema.ts";
import type { ValidationIssue } from "../../components/validation.ts";
import {
  defaultZones,
  isWithin,
  longestCertified,
} from "../../components/network/zones/options.ts";
import type { Settings } from "./schema.ts";

type Raw = Readonly<Record<string, unknown>>;

/** The names of an internal gateway stand in the private zone: `internal.<domain>` where the settings name none. */
export function withPrivateZone(merged: Raw): Raw {
  const { internalGateway, network, domain } = merged;
  if (internalGateway !== true || !isObject(network) || network["kind"] !== "vpc") return merged;
  const zones = network["zones"] ?? defaultZones;
  if (!isObject(zones) || zones["privateZone"] !== undefined) return merged;
  const privateZone = `internal.${String(domain)}`;
  if (typeof domain !== "string" || validateDomain(privateZone) !== undefined) return merged;
  return { ...merged, network: { ...network, zones: { ...zones, privateZone } } };
}

type Asked = {
  readonly [K in "internalGateway" | "cluster" | "network" | "domain" | "systems"]?:
    Settings[K] | undefined;
};

/** What is wrong between an internal gateway, what it stands on, and the systems that want one. */
export function validateInternalGateway(
  { internalGateway, cluster, network, domain, systems = [] }: Asked,
  catalogue: Readonly<Record<string, System>>,
): readonly ValidationIssue[] {
  const found = systems.flatMap((name) => {
    const system = Object.hasOwn(catalogue, name) ? catalogue[name] : undefined;
    return system === undefined ? [] : [system];
  });
  if (internalGateway === true) {
    const zone = network?.kind === "vpc" ? network.zones.privateZone : undefined;
    return [
      ...(cluster?.kind === "existing" ? [borrowed] : []),
      ...(zone === undefined || domain === undefined ? [] : validateZone(zone, domain, found)),
      ...validateHost(systems, found),
    ];
  }
  // where the cluster is somebody else's there is no remedy, and a warning instead
  if (internalGateway === undefined || cluster?.kind !== "eks") return [];
  return found
    .filter(({ internal }) => internal !== undefined)
    .map(({ name }) => ({
      key: "hanok:internalGateway",
      value: internalGateway,
      problem: `leaves nobody a way to the internal routes of ${name}`,
      remedy: `Write true, or take internal out of apps/${name}.`,
    }));
}

const borrowed: ValidationIssue = {
  key: "hanok:internalGateway",
  value: true,
  problem: "would be as public as the other one: the gateways' class is somebody else's",
  remedy: "Write false, or hanok:cluster: {kind: eks, …}.",
};

function validateZone(
  zone: string,
  domain: string,
  systems: readonly System[],
): readonly ValidationIssue[] {
  const place = { key: "hanok:network.zones.privateZone", value: zone };
  const remedy = `Take one below ${domain}, like internal.${domain}.`;
  const issues: (ValidationIssue | false)[] = [
    // one above it hides the public names as well, which is told of any private zone
    !isWithin(zone, domain) &&
      !isWithin(domain, zone) && {
        ...place,
        problem: `is not below ${domain}, whose public zone proves the internal gateway's certificate`,
        remedy,
      },
    zone.length > longestCertified && {
      ...place,
      problem: `has ${zone.length} letters, and the first name of a certificate has ${longestCertified} at most`,
      remedy: "Take a shorter one.",
    },
    ...systems.map(
      ({ name, host }) =>
        `${host}.${domain}` === zone && {
          ...place,
          problem: `hides the public name of ${name} from the VPC`,
          remedy: "Take another one.",
        },
    ),
  ];
  return issues.filter((issue) => issue !== false);
}

/** Two systems with one internal host. */
function validateHost(
  names: readonly string[],
  systems: readonly System[],
): readonly ValidationIssue[] {
  const hosts = new Map<string, string>();
  return systems.flatMap(({ name, internal }): ValidationIssue[] => {
    if (!isObject(internal)) return [];
    const other = hosts.get(internal.host);
    hosts.set(internal.host, other ?? name);
    if (other === undefined || other === name) return [];
    return [
      {
        key: `hanok:systems[${names.indexOf(name)}]`,
        value: name,
        problem: `has the internal host ${internal.host}, and so has ${other}`,
        remedy: `Give one of them another internal host in apps/${name}.`,
      },
    ];
  });
}
