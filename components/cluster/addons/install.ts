import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterAccount, Owned } from "../control-plane.ts";
import {
  type Addon,
  type AddonContext,
  type InstallOptions,
  isMonitored,
  systemPlacement,
} from "./addon.ts";
import { createCrds } from "./crds.ts";
import { addonTable } from "./index.ts";
import { type AddonName, chartOf, chartReference } from "./chart.ts";
import { createNamespaces } from "./namespaces.ts";
import { createAddonSecrets, createObjects, namesOfOwned } from "./objects.ts";
import { installOrder } from "./order.ts";

/** Source of the charts: their repositories, or a folder with one chart for each add-on. */
export type ChartSource =
  | { readonly kind: "repository" }
  /** @property path absolute, because Helm runs in another folder */
  | { readonly kind: "folder"; readonly path: string };

export interface InstallArgs {
  readonly addons: readonly AddonName[];
  readonly charts: ChartSource;
  readonly context: Omit<AddonContext, "aws">;
  /** @default none: add-ons have no permissions in an AWS account */
  readonly account?: ClusterAccount;
  /** Further dependencies of add-ons. @default none */
  readonly after?: Readonly<Partial<Record<AddonName, readonly pulumi.Resource[]>>>;
  /** Releases that are already installed. @default none */
  readonly installed?: InstalledAddons;
  /** @default the add-ons of this platform */
  readonly table?: Readonly<Record<AddonName, Addon>>;
}

/** What users of an add-on depend on, by add-on: its release, and the objects after it. */
export type InstalledAddons = Readonly<Partial<Record<AddonName, readonly pulumi.Resource[]>>>;

/** The CRDs of ServiceMonitors, which every chart looks for when it is installed. */
const monitors: AddonName = "prometheus-operator-crds";

/**
 * Installs add-ons and their requirements in order; a destroy deletes them in reverse.
 * @throws ValidationError for an unknown name or a cycle of requirements
 */
export function installAddons(
  name: string,
  args: InstallArgs,
  options: InstallOptions,
): InstalledAddons {
  const { addons, after = {}, table = addonTable } = args;
  const installed: Partial<Record<AddonName, readonly pulumi.Resource[]>> = { ...args.installed };
  const first = isMonitored(args.context) ? [monitors] : [];
  for (const key of installOrder([...first, ...addons], table)) {
    if (installed[key] !== undefined) continue;
    const required = [...first, ...table[key].requires].flatMap((one) => installed[one] ?? []);
    const before = [...options.dependsOn, ...required, ...(after[key] ?? [])];
    const within = { ...options, dependsOn: before };
    installed[key] = install(`${name}-${key}`, table[key], args, within);
  }
  return installed;
}

function install(
  name: string,
  addon: Addon,
  { charts, context: environment, account }: InstallArgs,
  options: InstallOptions,
): readonly pulumi.Resource[] {
  const context = contextOf(environment, account);
  const awaited = addon.readiness.kind === "awaited";
  const protect = context.data === "keep" && holdsData(addon, context);
  const namespaces = createNamespaces(name, addon, context, { ...options, protect });
  const inside = { ...options, dependsOn: [...options.dependsOn, ...namespaces] };
  const release = new kubernetes.helm.v3.Release(
    name,
    {
      name: addon.name,
      namespace: addon.namespace,
      ...chartInputs(addon, charts, context),
      timeout: addon.timeoutSeconds,
      skipAwait: !awaited,
      // waiting for a release that needs a later step would roll it back
      atomic: awaited,
      cleanupOnFail: true,
    },
    {
      ...options,
      protect,
      dependsOn: [
        ...namespaces,
        ...permissions(name, addon, account, context, inside),
        ...createAddonSecrets(name, addon.namespace, addon.secrets?.(context) ?? {}, inside),
        ...(charts.kind === "repository" ? createCrds(name, addon.name, options) : []),
        ...options.dependsOn,
      ],
    },
  );
  const after = { ...inside, dependsOn: [...inside.dependsOn, release] };
  const objects = addon.objects?.(context) ?? [];
  return [release, ...createObjects(name, objects, charts.kind === "folder", after)];
}

/** Deleting the namespace deletes its claims, so it is protected like their data. */
const holdsData = ({ footprint }: Addon, context: AddonContext): boolean =>
  footprint(context).some((one) => one.kind === "StatefulSet" && one.storage !== undefined);

/**
 * Makes the add-on's AWS resources, and gives its service accounts their permissions. A pod that is older than its association has no
 * credentials, and the account does not depend on the cluster's provider.
 */
function permissions(
  name: string,
  { identities = [], namespace: own, owned }: Addon,
  account: ClusterAccount | undefined,
  context: AddonContext,
  options: InstallOptions,
): readonly pulumi.Resource[] {
  if (account === undefined) return [];
  const { parent, dependsOn } = options;
  const outside = { ...(parent && { parent }), dependsOn };
  const made: Record<string, Owned> = {};
  for (const [key, resource] of Object.entries(owned?.(context) ?? {}))
    made[key] = account.createOwned(`${name}-${key}`, resource, context.data, outside);
  const associations = identities.map((identity) => {
    const { serviceAccount, namespace = own, encryptsVolumes, uses = [] } = identity;
    const each = uses.flatMap((key) => made[key]?.statements ?? []);
    const given = identity.statements?.(account) ?? [];
    const statements =
      each.length === 0 ? given : pulumi.all(each).apply((more) => [...given, ...more.flat()]);
    const permitted = { namespace, serviceAccount, statements, encryptsVolumes };
    const first = identity === identities[0];
    return account.createPodIdentity(
      first ? name : `${name}-${serviceAccount}`,
      permitted,
      outside,
    );
  });
  return [...associations, ...namesOfOwned(name, own, made, options)];
}

function contextOf(
  environment: Omit<AddonContext, "aws">,
  account: ClusterAccount | undefined,
): AddonContext {
  if (account === undefined) return environment;
  const { region, clusterName, imageCaches } = account;
  return { ...environment, aws: { region, clusterName }, imageCaches };
}

type ChartInputs = Pick<
  kubernetes.helm.v3.ReleaseArgs,
  "chart" | "version" | "repositoryOpts" | "values" | "skipCrds"
>;

/** Charts in a folder are stand-ins: they render the footprint in place of the real workloads, and contain their CRDs. */
function chartInputs(addon: Addon, charts: ChartSource, context: AddonContext): ChartInputs {
  const values = addon.values(context);
  const chart = chartOf(addon.name);
  if (charts.kind === "folder") {
    const placement = addon.runsOn === "system" ? systemPlacement(context) : {};
    return {
      chart: `${charts.path}/${addon.name}`,
      values: { ...values, standIn: { footprint: addon.footprint(context), ...placement } },
      skipCrds: chart.crds === "separate",
    };
  }
  const skipCrds = chart.crds === "separate" || chart.crds === "folder";
  return { ...chartReference(chart), values, skipCrds };
}
