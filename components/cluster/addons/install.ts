import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ClusterAccount } from "../control-plane.ts";
import { createNamespace } from "../namespace.ts";
import { type Addon, type AddonContext, systemPlacement } from "./addon.ts";
import { createCrds } from "./crds.ts";
import { addonTable } from "./index.ts";
import { type AddonName, chartOf, chartReference } from "./chart.ts";
import { throwIfInvalid } from "../../validation.ts";

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

/** Parent and dependencies of the add-ons. */
export interface InstallOptions extends pulumi.CustomResourceOptions {
  readonly dependsOn: pulumi.Resource[];
}

/** The releases by add-on. Users of an add-on depend on its release. */
export type InstalledAddons = Readonly<Partial<Record<AddonName, kubernetes.helm.v3.Release>>>;

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
  const installed: Partial<Record<AddonName, kubernetes.helm.v3.Release>> = { ...args.installed };
  for (const key of installOrder(addons, table)) {
    if (installed[key] !== undefined) continue;
    const required = table[key].requires.flatMap((requirement) => installed[requirement] ?? []);
    const before = [...options.dependsOn, ...required, ...(after[key] ?? [])];
    installed[key] = install(`${name}-${key}`, table[key], args, {
      ...options,
      dependsOn: before,
    });
  }
  return installed;
}

function install(
  name: string,
  addon: Addon,
  { charts, context: environment, account }: InstallArgs,
  options: InstallOptions,
): kubernetes.helm.v3.Release {
  const context = contextOf(environment, account);
  const awaited = addon.readiness.kind === "awaited";
  // deleting the namespace deletes its claims, so it is protected like their data
  const holdsData = addon.footprint(context).some(({ storage }) => storage !== undefined);
  const protect = context.data === "keep" && holdsData;
  const namespace = createNamespace(
    `${name}-namespace`,
    {
      name: addon.namespace,
      podSecurity: addon.podSecurity,
      openBecause:
        addon.footprint(context).length === 0
          ? "No pod runs in it"
          : "The chart in it opens and closes its own ports",
    },
    { ...options, protect },
  );
  const before = [
    namespace,
    ...permissions(name, addon, account, {
      ...options,
      dependsOn: [...options.dependsOn, namespace],
    }),
    ...(charts.kind === "repository" ? createCrds(name, addon.name, options) : []),
  ];
  return new kubernetes.helm.v3.Release(
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
    { ...options, protect, dependsOn: [...before, ...options.dependsOn] },
  );
}

/** A pod that is older than its association has no credentials, and the account does not depend on the cluster's provider. */
function permissions(
  name: string,
  { identity, namespace }: Addon,
  account: ClusterAccount | undefined,
  { parent, dependsOn }: InstallOptions,
): readonly pulumi.Resource[] {
  if (identity === undefined || account === undefined) return [];
  const { serviceAccount, encryptsVolumes } = identity;
  const statements = identity.statements(account);
  const permitted = { namespace, serviceAccount, statements, encryptsVolumes };
  return [account.createPodIdentity(name, permitted, { ...(parent && { parent }), dependsOn })];
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

/**
 * The given add-ons and all their requirements, each after its requirements.
 * @param wanted names, possibly repeated
 * @param table requirements by add-on
 * @throws ValidationError for a name that is not in the table, or a cycle of requirements
 */
export function installOrder<N extends string>(
  wanted: readonly N[],
  table: Readonly<Record<N, { readonly requires: readonly N[] }>>,
): readonly N[] {
  const ordered = new Set<N>();
  const visit = (name: N, path: readonly N[]): void => {
    if (ordered.has(name)) return;
    if (!Object.hasOwn(table, name)) refuseUnknown(name, path, Object.keys(table));
    if (path.includes(name)) refuseCircle([...path.slice(path.indexOf(name)), name]);
    for (const required of table[name].requires) visit(required, [...path, name]);
    ordered.add(name);
  };
  for (const name of wanted) visit(name, []);
  return [...ordered];
}

function refuseUnknown(name: string, path: readonly string[], known: readonly string[]): void {
  const requiredBy = path.at(-1);
  throwIfInvalid([
    {
      key: requiredBy === undefined ? "addons" : `addons.${requiredBy}.requires`,
      value: name,
      problem: "is not an add-on",
      remedy: `There are: ${known.join(", ")}.`,
    },
  ]);
}

function refuseCircle(circle: readonly string[]): void {
  throwIfInvalid([
    {
      key: `addons.${circle[0]}.requires`,
      value: circle.join(" → "),
      problem: "is a circle, so none of them can be the first",
      remedy: "Remove one of these requirements.",
    },
  ]);
}
