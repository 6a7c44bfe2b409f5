import { resolve } from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import { systems } from "../apps/index.ts";
import { inProfile, type System } from "../apps/system.ts";
import type { ClusterOutputs } from "../components/cluster/control-plane.ts";
import { hostnameOf } from "../components/check/site.ts";
import type { SignIn } from "../components/cluster/addons/addon.ts";
import { ExistingCluster } from "../components/cluster/existing.ts";
import type { Cluster } from "../components/cluster/index.ts";
import type { Backend } from "../components/data-tier/index.ts";
import { fetchCrds } from "./crds.ts";
import type { EdgeOutputs } from "./edge.ts";
import type { Environment } from "./environment.ts";
import { fixedMonthlyUsd } from "./price/fixed-price.ts";
import { fieldManagerOf } from "./field-manager.ts";
import type { AwsNetwork, NetworkOutputs } from "./network.ts";
import { privateDomain } from "./private-domain.ts";
import { namesOf } from "./gateways.ts";
import { requiredAddons, vaultUsersOf } from "./required-addons.ts";
import { rolesWithin } from "./roles.ts";
import { managedSpecs } from "./stores.ts";
import { SystemStack } from "./system.ts";

/** Outputs of a stack. */
export interface Outputs {
  /** Public URL by system. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** URL inside the network by system, if it has one. */
  readonly internalEndpoints?: Readonly<Record<string, string>>;
  /** Present if the environment has its own network. */
  readonly network?: NetworkOutputs;
  /** Present if CloudFront is in front of the public gateway. */
  readonly edge?: EdgeOutputs;
  /** Present if the environment has a managed cluster. */
  readonly cluster?: ClusterOutputs & {
    /** List price of the platform without a team's workloads. Absent in regions without known prices. */
    readonly fixedMonthlyUsd?: number;
  };
}

/**
 * The only composition: the network, one cluster with its add-ons and gateways, then the environment's systems.
 * @param catalogue systems by name @default apps/index.ts
 */
export async function deploy(
  environment: Environment,
  catalogue: Readonly<Record<string, System>> = systems,
): Promise<Outputs> {
  const { domain } = environment;
  const wanted = environment.systems
    .flatMap((name) => catalogue[name] ?? [])
    .map((system) => inProfile(system, environment.profile));
  const transformations = [
    fieldManagerOf(environment.stack),
    rolesWithin(environment.permissionsBoundary),
  ];
  await fetchCrds(environment);
  const network = await networkOf(environment, { transformations });
  const cluster = await createCluster(environment, wanted, network, { transformations });
  const backup = await backupOf(environment, network, cluster, { transformations });
  const managed = await managedStores(environment, wanted, network, cluster, backup, {
    transformations,
  });
  for (const system of wanted) {
    new SystemStack(
      system.name,
      { system, systems: wanted, environment, cluster, backup, managed },
      { providers: [cluster.provider], transformations },
    );
  }
  const edge = await edgeOf(environment, wanted, network, cluster, { transformations });
  await observe(environment, wanted, network, cluster, { transformations });
  const { scheme } = cluster.gateways.public;
  const endpoint = ({ name, host }: System) => [name, urlOf(scheme, host, domain)];
  return {
    endpoints: Object.fromEntries(wanted.map(endpoint)),
    ...internalEndpoints(environment, wanted, cluster),
    ...(network && { network: network.outputs }),
    ...(edge && { edge }),
    ...(cluster.outputs && { cluster: priced(environment, cluster.outputs) }),
  };
}

/** URL of the first host. */
function urlOf(scheme: string, host: System["host"], domain: string): string {
  const [first = ""] = [host].flat();
  return `${scheme}://${hostnameOf(first, domain)}`;
}

/** Loads alerts and dashboards on demand, as only environments with Prometheus have them. */
async function observe(
  environment: Environment,
  systems: readonly System[],
  network: AwsNetwork | undefined,
  cluster: Cluster,
  { transformations }: pulumi.ComponentResourceOptions,
): Promise<void> {
  if (environment.observability === "none") return;
  const { createObservability } = await import("./observability.ts");
  const topicArn = network?.outputs.alarmTopicArn;
  createObservability(
    environment,
    { systems, cluster, topicArn },
    { providers: [cluster.provider], ...(transformations && { transformations }) },
  );
}

function internalEndpoints(
  environment: Environment,
  wanted: readonly System[],
  { gateways: { internal: gateway } }: Cluster,
): Pick<Outputs, "internalEndpoints"> {
  const domain = privateDomain(environment);
  if (gateway === undefined || domain === undefined) return {};
  const found = wanted.flatMap(({ name, internal }) =>
    internal === undefined ? [] : [[name, urlOf(gateway.scheme, internal.host, domain)]],
  );
  return found.length === 0 ? {} : { internalEndpoints: Object.fromEntries(found) };
}

function signInOf(environment: Environment): SignIn | undefined {
  const domain = privateDomain(environment);
  return environment.sso === undefined || domain === undefined
    ? undefined
    : { ...environment.sso, domain };
}

function priced(environment: Environment, outputs: ClusterOutputs): Outputs["cluster"] {
  const usd = fixedMonthlyUsd(environment);
  return usd === undefined ? outputs : { ...outputs, fixedMonthlyUsd: usd };
}

/** Loads AWS's classes on demand: they would double the start-up time of other environments. */
async function networkOf(
  environment: Environment,
  options: pulumi.ComponentResourceOptions,
): Promise<AwsNetwork | undefined> {
  const { network: settings } = environment;
  if (settings.kind === "none") return undefined;
  const { createNetwork } = await import("./network.ts");
  return createNetwork(environment, settings, options);
}

async function backupOf(
  environment: Environment,
  network: AwsNetwork | undefined,
  cluster: Cluster,
  options: pulumi.ComponentResourceOptions,
): Promise<pulumi.Resource | undefined> {
  const { backup: settings } = environment;
  if (settings.kind === "none" || network === undefined) return undefined;
  const { createBackup } = await import("./backup.ts");
  return createBackup(environment, settings, network, cluster, options);
}

async function edgeOf(
  environment: Environment,
  wanted: readonly System[],
  network: AwsNetwork | undefined,
  cluster: Cluster,
  options: pulumi.ComponentResourceOptions,
): Promise<EdgeOutputs | undefined> {
  if (environment.edge === "none" || network === undefined) return undefined;
  const { createEdge } = await import("./edge.ts");
  return createEdge(environment, wanted, network, cluster, options);
}

/** Where the stores run that are services of AWS. Undefined without one. */
async function managedStores(
  environment: Environment,
  wanted: readonly System[],
  network: AwsNetwork | undefined,
  cluster: Cluster,
  backup: pulumi.Resource | undefined,
  options: pulumi.ComponentResourceOptions,
): Promise<Backend | undefined> {
  const specs = managedSpecs(environment, wanted);
  if (specs.length === 0) return undefined;
  if (network === undefined) throw new Error("managed stores have no network"); // validateStores prevents this
  const { createManagedStores } = await import("./managed-stores.ts");
  return createManagedStores(environment, specs, network, cluster, backup, options);
}

async function createCluster(
  environment: Environment,
  wanted: readonly System[],
  network: AwsNetwork | undefined,
  options: pulumi.ComponentResourceOptions,
): Promise<Cluster> {
  const { cluster, charts, zones, redundancy, size, data, kubeClient, observability } = environment;
  const args = {
    observability,
    zones,
    redundancy,
    size,
    data,
    kubeClient,
    signIn: signInOf(environment),
    vaultUsers: wanted.flatMap(vaultUsersOf),
    timeZone: environment.timeZone,
    addons: requiredAddons({ systems: wanted, observability, addons: environment.addons }),
    charts: charts.kind === "folder" ? { ...charts, path: resolve(charts.path) } : charts,
  };
  if (cluster.kind === "existing") {
    const { domain, gatewayClass: className } = environment;
    const gateway = { className, domain, ...namesOf(domain, wanted) };
    return new ExistingCluster("cluster", { ...args, cluster, gateway }, options);
  }
  if (network === undefined) throw new Error("EKS has no network"); // validateAcross prevents this
  const { createManagedCluster } = await import("./eks.ts");
  return createManagedCluster(environment, cluster, wanted, network, args, options);
}
