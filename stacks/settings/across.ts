import { validateRules } from "../../apps/check/load-balancer.ts";
import type { System } from "../../apps/system.ts";
import { isObject } from "../../components/check/schema.ts";
import { labelsOf } from "../../components/check/site.ts";
import { instead, oneOf } from "../../components/check/suggest.ts";
import { addonsOptions } from "../../components/cluster/addons/options.ts";
import { validateEks } from "../../components/cluster/eks/validate.ts";
import { seconds, validateNodePool } from "../../components/cluster/karpenter/options.ts";
import { validateBackup } from "../../components/data-tier/backup/validate.ts";
import { validateHours } from "../../components/cluster/office-hours/validate.ts";
import { validateNetwork } from "../../components/network/validate.ts";
import { collect, type Report, type ValidationIssue } from "../../components/validation.ts";
import type { Demand } from "../required-addons.ts";
import { validateInternalGateway } from "./internal-gateway.ts";
import { regionOf, zonesOf } from "./regions.ts";
import { validateRegistries } from "./registries.ts";
import type { ProfileName } from "../../components/platform.ts";
import type { Settings } from "./schema.ts";
import { validateStores } from "./stores.ts";

/** The valid settings. */
export type Some = { readonly [K in keyof Settings]?: Settings[K] | undefined };

type Catalogue = Readonly<Record<string, System>>;

/** Checks valid settings against each other. */
export function validateAcross(
  profile: ProfileName | undefined,
  some: Some,
  catalogue: Catalogue,
): readonly ValidationIssue[] {
  const { network, zones, region, domain, redundancy, cluster, nodePools } = some;
  const eks = cluster?.kind === "eks" && profile !== "local" ? cluster : undefined;
  // zones of another region are an issue of their own
  const agreed = zones?.every((zone) => regionOf(zone) === region) ? region : undefined;
  const isVpc = network?.kind === "vpc" && profile !== "local";
  const own = (check: (some: Some, report: Report) => void) =>
    collect((report) => {
      check(some, report);
    });
  return [
    ...own(validateZones),
    ...(profile === "local" ? own(validateLocal) : []),
    ...(isVpc ? validateNetwork(network, { zones, region, domain }, "hanok:network") : []),
    ...(eks && network?.kind === "none" ? [withoutSubnets] : []),
    ...(eks ? validateEks(eks, { redundancy, region: agreed }, "hanok:cluster") : []),
    ...(eks ? validateRegistries(eks, demandOf(some, catalogue), "hanok:cluster") : []),
    ...own(validateLimits),
    ...own(validateAddons),
    ...own(validateEdge),
    ...validateBackups(some, catalogue),
    ...validateStores(some, systemsIn(some, catalogue), profile),
    ...(eks && nodePools ? validateNodePool(nodePools, "hanok:nodePools") : []),
    ...validateHoursSettings(some, catalogue),
    ...collect((report) => {
      validateSystems(some, catalogue, report);
    }),
    ...validateInternalGateway(some, catalogue),
    ...(eks ? validateRules(systemsIn(some, catalogue), { cluster: eks }, "hanok:systems") : []),
  ];
}

const withoutSubnets: ValidationIssue = {
  key: "hanok:network.kind",
  value: "none",
  problem: "leaves EKS without subnets",
  remedy: "Write {kind: vpc, cidr: 10.16.0.0/16}.",
};

function validateZones({ region, zones, redundancy, cluster }: Some, report: Report): void {
  if (zones === undefined) return;
  const foreign = zones.flatMap((zone, index) => (regionOf(zone) === region ? [] : [index]));
  if (region !== undefined && foreign.length > 0) {
    const one = foreign.length === 1 && zones.length > 1 ? foreign[0] : undefined;
    const at = one === undefined ? "hanok:zones" : `hanok:zones[${one}]`;
    const problem = `is not in ${region}, which is hanok:region`;
    const remedy = `Write ${oneOf(zonesOf(region))}.`;
    report(at, one === undefined ? zones : zones[one], problem, remedy);
  } else if (zones.length === 1) {
    const wrong = (problem: string) =>
      report("hanok:zones", zones, problem, "Write two zones or more.");
    if (redundancy === "zonal") wrong("is one zone, but hanok:redundancy is zonal");
    else if (cluster?.kind === "eks") wrong("is one zone, but EKS requires subnets in two");
  }
}

function validateLocal({ cluster, stores, network }: Some, report: Report): void {
  const refuse = (key: string, value: string, remedy: string) =>
    report(key, value, "needs an AWS account, but the profile local has none", remedy);
  const other = "Leave it out, or write hanok:profile: dev.";
  if (cluster?.kind === "eks") refuse("hanok:cluster.kind", "eks", other);
  if (stores === "managed")
    refuse("hanok:stores", stores, "Write cluster, or hanok:profile: prod.");
  if (network?.kind === "vpc") refuse("hanok:network.kind", "vpc", other);
}

/** Checks backups against the cluster, the region and the stores of the systems. */
function validateBackups(some: Some, catalogue: Catalogue): readonly ValidationIssue[] {
  const { backup, region, stores } = some;
  if (backup === undefined) return [];
  const engines = systemsIn(some, catalogue).flatMap(({ name, stores: of }) =>
    Object.entries(of).map(([store, { engine }]) => ({ store: `${name}.${store}`, engine })),
  );
  const around = { region, stores, engines };
  return validateBackup(backup, around, "hanok:backup");
}

function validateEdge({ edge, network }: Some, report: Report): void {
  if (edge !== "cloudfront") return;
  const zone = network?.kind === "vpc" ? network.zones.publicZone : undefined;
  if (zone?.kind === "new" && !zone.delegated) {
    const problem = "needs a certificate, which is not issued before the domain is delegated";
    const remedy = "Write none until hanok:network.zones.publicZone.delegated is true.";
    report("hanok:edge", edge, problem, remedy);
  }
}

function validateLimits(
  { network, alarms, nodes = [], kubeClient, observability = "none" }: Some,
  report: Report,
): void {
  if (network?.kind === "none" && alarms !== undefined && alarms.email.length > 0) {
    const problem = "has no effect: without a network there are no alarms";
    report("hanok:alarms.email", alarms.email, problem, "Leave it out.");
  }
  if (alarms !== undefined && observability === "none") {
    const problem = "has no effect: without Prometheus there are no alerts";
    const remedy = "Leave it out, or write hanok:observability: metrics.";
    if (alarms.slack !== "none") report("hanok:alarms.slack", alarms.slack, problem, remedy);
    if (alarms.deadMansSwitch)
      report("hanok:alarms.deadMansSwitch", alarms.deadMansSwitch, problem, remedy);
  }
  for (const [index, { instanceType }] of nodes.entries()) {
    const first = nodes.findIndex((other) => other.instanceType === instanceType);
    const at = `hanok:nodes[${index}].instanceType`;
    if (first < index)
      report(at, instanceType, "is already in another group", "Raise perZone of that group.");
  }
  if (kubeClient !== undefined && kubeClient.qps > kubeClient.burst) {
    const remedy = "Write a burst of twice the qps: {qps: 100, burst: 200}.";
    const problem = `is above burst, which is ${kubeClient.burst}`;
    report("hanok:kubeClient.qps", kubeClient.qps, problem, remedy);
  }
}

const demandOf = (some: Some, catalogue: Catalogue): Demand => ({
  systems: systemsIn(some, catalogue),
  observability: some.observability ?? "none",
  addons: some.addons ?? addonsOptions.parse({}),
});

/** Pages with single sign-on have no other administrator, so they must be reachable. */
function validateAddons(some: Some, report: Report): void {
  const { sso, addons, observability, cluster, internalGateway } = some;
  if (sso !== undefined && (cluster?.kind === "existing" || internalGateway === false))
    report(
      "hanok:sso",
      sso,
      "locks everybody out: no gateway serves the pages, and they have no other administrator",
      cluster?.kind === "existing" ? "Leave it out." : "Write hanok:internalGateway: true.",
    );
  if (addons?.opencost === true && observability === "none")
    report(
      "hanok:addons.opencost",
      true,
      "has no Prometheus to read, because hanok:observability is none",
      "Write hanok:observability: metrics, or leave it out.",
    );
}

/** Known systems of an environment. */
function systemsIn({ systems = [] }: Some, catalogue: Catalogue): readonly System[] {
  return systems.flatMap((name) => (Object.hasOwn(catalogue, name) ? (catalogue[name] ?? []) : []));
}

/** Checks whether an environment can have office hours. */
function validateHoursSettings(
  { hours, cluster, stores, nodePools = {}, systems = [] }: Some,
  catalogue: Catalogue,
): readonly ValidationIssue[] {
  if (hours === undefined) return [];
  const found = systemsIn({ systems }, catalogue).flatMap(({ stores: of }) => Object.values(of));
  const graceSeconds = Object.fromEntries(
    Object.entries(nodePools).flatMap(([pool, { terminationGracePeriod }]) => {
      const grace = seconds(terminationGracePeriod);
      return grace === undefined ? [] : [[pool, grace]];
    }),
  );
  const engines = found.map(({ engine }) => engine);
  const around = { cluster: cluster?.kind, stores, engines, graceSeconds };
  return validateHours(hours, around, "hanok:hours");
}

function validateSystems({ systems = [] }: Some, catalogue: Catalogue, report: Report): void {
  const hosts = new Map<string, string>();
  for (const [index, name] of systems.entries()) {
    const wrong = (problem: string, remedy: string) =>
      report(`hanok:systems[${index}]`, name, problem, remedy);
    const system = Object.hasOwn(catalogue, name) ? catalogue[name] : undefined;
    if (system === undefined) {
      wrong("is not a system in apps/index.ts", instead(name, Object.keys(catalogue)));
      continue;
    }
    if (system.name !== name) {
      const problem = `is the key of a system with the name ${String(system.name)}`;
      wrong(problem, "Write the same name in apps/index.ts.");
      continue;
    }
    const labels = isObject(system.routes) ? labelsOf(system) : [];
    const host = labels.find((label) => ![undefined, name].includes(hosts.get(label)));
    for (const label of labels) hosts.set(label, hosts.get(label) ?? name);
    if (host === undefined) continue;
    const remedy = `Give one of them another host in apps/${name}.`;
    wrong(`has the same host as ${hosts.get(host)}, ${host}`, remedy);
  }
}
