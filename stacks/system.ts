import * as pulumi from "@pulumi/pulumi";
import type { System } from "../apps/system.ts";
import { AppService } from "../components/app-service/index.ts";
import { jobsBefore, resolveService } from "../components/app-service/resolve-service.ts";
import { statementsOf } from "../components/app-service/permissions.ts";
import { type ServiceSpec, storesOf } from "../components/app-service/service-spec.ts";
import type { PodSecurity } from "../components/cluster/addons/addon.ts";
import type { Cluster } from "../components/cluster/index.ts";
import type { Gateway } from "../components/cluster/gateway.ts";
import { createNamespace } from "../components/cluster/namespace.ts";
import { type Backend, DataTier } from "../components/data-tier/index.ts";
import type { ServicePlatform, StoreSpec } from "../components/platform.ts";
import { applyObject } from "../components/workload/apply.ts";
import { denyAll } from "../components/workload/network-policy.ts";
import type { Environment } from "./environment.ts";
import { redirectRoutes } from "./redirects.ts";
import { createPullSecrets } from "./pull-secrets.ts";
import {
  createSecrets,
  fingerprintKey,
  fingerprintOfService,
  rotationsOf,
  secretValues,
} from "./secrets.ts";
import { optionsOf } from "./stores.ts";
import { servicePlatform } from "./service-platform.ts";
import { addonBehind } from "./required-addons.ts";
import { startOrder, usersByStore } from "./start-order.ts";

interface SystemArgs {
  readonly system: System;
  /** All systems of the environment, which may call each other. */
  readonly systems: readonly System[];
  readonly environment: Environment;
  readonly cluster: Cluster;
  /** Backups, which are planned before the first byte. */
  readonly backup: pulumi.Resource | undefined;
  /** Undefined where no store is a service of AWS. */
  readonly managed: Backend | undefined;
}

/** One system in its own namespace: stores, then services in the order of their dependencies. */
export class SystemStack extends pulumi.ComponentResource {
  constructor(name: string, args: SystemArgs, options: pulumi.ComponentResourceOptions) {
    super("hanok:index:SystemStack", name, {}, options);
    const { system, environment, cluster, managed } = args;
    const platform = servicePlatform(system, environment, cluster);
    const stores = new DataTier(
      name,
      {
        platform,
        stores: usersByStore(system).map((store) => ({
          ...store,
          generation: rotationsOf(environment, system.name).stores[store.name] ?? 1,
          options: optionsOf(environment, system.name, store.name),
        })),
        ...(managed && { managed }),
        data: environment.data,
        namespace: (after) =>
          namespaceOf(args, {
            parent: this,
            dependsOn: [...after, ...cluster.ready, args.backup].filter(isThere),
          }),
      },
      { parent: this },
    );
    const within = { parent: this, dependsOn: [stores.namespace] };
    const pulls = createPullSecrets(system.name, environment, {
      ...within,
      deletedWith: stores.namespace,
    });
    applyObject(denyAll(system.name), { ...within, deletedWith: stores.namespace });
    createServices(args, platform, stores, {
      ...within,
      dependsOn: [...within.dependsOn, ...pulls],
    });
    createRedirects(args, platform, within);
    this.registerOutputs({});
  }
}

/** Redirects between the hosts and paths of a system. A load balancer controller may add finalizers, so they are deleted one by one. */
function createRedirects(
  { system, cluster }: SystemArgs,
  { gateway, internalGateway }: ServicePlatform,
  {
    parent,
    dependsOn,
  }: { readonly parent: pulumi.Resource; readonly dependsOn: pulumi.Resource[] },
): void {
  const { name, internal } = system;
  const routes = [
    ...redirectRoutes(name, system, gateway),
    ...(internal && internalGateway
      ? redirectRoutes(name, internal, internalGateway, "internal-")
      : []),
  ];
  const gateways = gatewaysOf(system, cluster).map(({ resource }) => resource);
  for (const route of routes)
    applyObject(route, { parent, dependsOn: [...dependsOn, ...gateways] });
}

function namespaceOf(
  { system, environment, cluster }: SystemArgs,
  options: pulumi.CustomResourceOptions,
): pulumi.Resource {
  const each = gatewaysOf(system, cluster).map(({ routeLabels }) => routeLabels);
  const labels: Record<string, string> = Object.assign({}, ...each);
  return createNamespace(
    `${system.name}-namespace`,
    { name: system.name, podSecurity: podSecurityOf(system), labels },
    { ...options, protect: environment.data === "keep" },
  );
}

/** `restricted`, unless an image of the system has a reason to need more. */
function podSecurityOf({ services }: System): PodSecurity {
  const reasons = Object.entries(services).flatMap(([name, { privileges }]) =>
    privileges === undefined ? [] : [`${name}: ${privileges.because}`],
  );
  return reasons.length === 0 ? "restricted" : { level: "baseline", because: reasons.join("; ") };
}

/** Services with routes. */
function gatewaysOf(system: System, { gateways }: Cluster): readonly Gateway[] {
  const { internal } = gateways;
  return [gateways.public, ...(system.internal && internal ? [internal] : [])];
}

/** What a service needs before it starts. A platform store is ready when its add-on is. */
function createServices(
  { system, systems, environment, cluster }: SystemArgs,
  platform: ReturnType<typeof servicePlatform>,
  stores: DataTier,
  within: { parent: pulumi.Resource; dependsOn: pulumi.Resource[] },
): void {
  const { namespace } = stores;
  const created = new Map<string, AppService>();
  const { parent } = within;
  const rotations = rotationsOf(environment, system.name).secrets;
  const value = secretValues(system.name, environment.secrets, rotations, { parent });
  const key = fingerprintKey(system.name, { parent });
  for (const name of startOrder(system.services)) {
    const service = resolveService(system, name, systems);
    const { secrets = {}, configServer = "" } = service.spec;
    const jobs = jobsBefore(system.services, name).flatMap((job) => created.get(job) ?? []);
    const names = [...new Set(Object.values(secrets))];
    const values = Object.fromEntries(names.map((one) => [one, value(one)]));
    const secret = createSecrets(system.name, name, values, { ...within, deletedWith: namespace });
    const fingerprint = fingerprintOfService(key, values, stores.passwords[name]);
    const needs = storesOf(service.spec).flatMap((store) => [
      ...(stores.ready[store] ?? []),
      ...behind(system.stores[store], cluster),
    ]);
    const role = createRole(system.name, name, service.spec, cluster, within);
    const startAfter = [created.get(configServer), secret, ...needs].filter(isThere);
    const bindings = stores.bindings[name] ?? [];
    const args = {
      service,
      bindings,
      platform,
      startAfter,
      role,
      keda: cluster.addons.keda,
      deletedWith: namespace,
      ...(fingerprint === undefined ? {} : { fingerprint }),
    };
    created.set(
      name,
      new AppService(
        `${system.name}-${name}`,
        { ...args, gateways: gatewaysOf(system, cluster).map(({ resource }) => resource) },
        // a service of which a job has failed is not touched, not even its policy or its autoscaler
        { ...within, dependsOn: [...within.dependsOn, ...jobs] },
      ),
    );
  }
  stores.retireUsers((service) => [created.get(service)].filter(isThere));
}

/** The role of a service's pods in AWS, if it has permissions. */
function createRole(
  system: string,
  service: string,
  { permissions = [] }: ServiceSpec,
  { account }: Cluster,
  { parent, dependsOn }: pulumi.ComponentResourceOptions & { dependsOn: pulumi.Resource[] },
): pulumi.Resource | undefined {
  if (permissions.length === 0) return undefined;
  const statements = statementsOf(permissions);
  const identity = { namespace: system, serviceAccount: service, statements };
  return account?.createPodIdentity(`${system}-${service}`, identity, {
    ...(parent && { parent }),
    dependsOn,
  });
}

/** A platform store's add-on. */
function behind(store: StoreSpec | undefined, cluster: Cluster): readonly pulumi.Resource[] {
  const addon = store && addonBehind(store.engine);
  return (addon && cluster.addons[addon]) ?? [];
}

function isThere<T>(value: T | undefined): value is T {
  return value !== undefined;
}
