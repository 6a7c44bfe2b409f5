import type { System } from "../../apps/system.ts";
import { validateDomain } from "../../components/check/names.ts";
import { isObject } from "../../components/check/schema.ts";
import { hostnameOf, labelsOf } from "../../components/check/site.ts";
import { collect, type Report, type ValidationIssue } from "../../components/validation.ts";
import {
  defaultZones,
  isWithin,
  longestCertified,
} from "../../components/network/zones/options.ts";
import type { Settings } from "./schema.ts";

type Raw = Readonly<Record<string, unknown>>;

/** Adds the default private zone of an internal gateway: `internal.<domain>`. */
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

/** Checks an internal gateway against its requirements and the systems' internal routes. */
export function validateInternalGateway(
  { internalGateway, cluster, network, domain, systems = [] }: Asked,
  catalogue: Readonly<Record<string, System>>,
): readonly ValidationIssue[] {
  const key = "hanok:internalGateway";
  const found = systems.flatMap((name) => {
    const system = Object.hasOwn(catalogue, name) ? catalogue[name] : undefined;
    return system === undefined ? [] : [system];
  });
  return collect((report) => {
    if (internalGateway === true) {
      const zone = network?.kind === "vpc" ? network.zones.privateZone : undefined;
      if (cluster?.kind === "existing") {
        const problem =
          "would be as public as the other one: both have the GatewayClass of the cluster";
        report(key, true, problem, "Write false, or hanok:cluster: {kind: eks, …}.");
      }
      if (zone !== undefined && domain !== undefined) validateZone(zone, domain, found, report);
      validateHost(systems, found, report);
    }
    // for an existing cluster there is no remedy, so warningsOf warns
    if (internalGateway !== false || cluster?.kind !== "eks") return;
    for (const { name } of found.filter(({ internal }) => internal !== undefined)) {
      const problem = `leaves the internal routes of ${name} without a gateway`;
      report(key, false, problem, `Write true, or take internal out of apps/${name}.`);
    }
  });
}

function validateZone(
  zone: string,
  domain: string,
  systems: readonly System[],
  report: Report,
): void {
  const wrong = (problem: string, remedy: string) =>
    report("hanok:network.zones.privateZone", zone, problem, remedy);
  // `validateZones` reports a zone above the domain
  if (!isWithin(zone, domain) && !isWithin(domain, zone))
    wrong(
      `is not below ${domain}, whose public zone proves the internal gateway's certificate`,
      `Choose one below ${domain}, like internal.${domain}.`,
    );
  if (zone.length > longestCertified)
    wrong(
      `has ${zone.length} characters, but the first name of a certificate has at most ${longestCertified}`,
      "Choose a shorter one.",
    );
  const isHidden = (system: System) =>
    labelsOf(system).some((label) => hostnameOf(label, domain) === zone);
  for (const { name } of systems.filter(isHidden))
    wrong(`hides the public name of ${name} from the VPC`, "Choose another.");
}

/** Reports systems with the same internal host. */
function validateHost(names: readonly string[], systems: readonly System[], report: Report): void {
  const hosts = new Map<string, string>();
  for (const { name, internal } of systems) {
    if (!isObject(internal)) continue;
    const labels = labelsOf(internal);
    const host = labels.find((label) => ![undefined, name].includes(hosts.get(label)));
    for (const label of labels) hosts.set(label, hosts.get(label) ?? name);
    if (host === undefined) continue;
    const problem = `has the same internal host as ${hosts.get(host)}, ${host}`;
    const remedy = `Give one of them another internal host in apps/${name}.`;
    report(`hanok:systems[${names.indexOf(name)}]`, name, problem, remedy);
  }
}
