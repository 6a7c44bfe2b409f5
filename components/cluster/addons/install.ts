import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ClusterAccount } from "../control-plane.ts";
import { createNamespace } from "../namespace.ts";
import type { Addon, AddonContext } from "./addon.ts";
import { addonTable } from "./index.ts";
import { type AddonName, chartOf } from "./chart.ts";
import { installOrder } from "./order.ts";

/** Where charts come from: their repositories, or a folder that holds one chart an add-on, by the add-on's name. */
export type ChartSource =
  | { readonly kind: "repository" }
  /** @property path absolute, because Helm runs elsewhere */
  | { readonly kind: "folder"; readonly path: string };

export interface InstallArgs {
  readonly addons: readonly AddonName[];
  readonly charts: ChartSource;
  readonly context: Omit<AddonContext, "aws">;
  /** @default none: add-ons have no permissions in an AWS account */
  readonly account?: ClusterAccount;
  /** @default the add-ons of this platform */
  readonly table?: Readonly<Record<AddonName, Addon>>;
}

/** Below which component, and after what, add-ons are installed. */
export interface InstallOptions extends pulumi.CustomResourceOptions {
  readonly dependsOn: pulumi.Resource[];
}

/** The release of each add-on that is installed: what uses an add-on depends on it. */
export type InstalledAddons = Readonly<Partial<Record<AddonName, kubernetes.helm.v3.Release>>>;

/**
 * Installs add-ons and what they require, in order. Deletion runs the other way round.
 * @throws Faults on an unknown name or a circle of requirements
 */
export function installAddons(
  name: string,
  args: InstallArgs,
  options: InstallOptions,
): InstalledAddons {
  const { addons, table = addonTable } = args;
  const installed: Partial<Record<AddonName, kubernetes.helm.v3.Release>> = {};
  for (const key of installOrder(addons, table)) {
    const required = table[key].requires.flatMap((requirement) => installed[requirement] ?? []);
    installed[key] = install(`${name}-${key}`, table[key], args, required, options);
  }
  return installed;
}

function install(
  name: string,
  addon: Addon,
  { charts, context: environment, account }: InstallArgs,
  required: readonly pulumi.Resource[],
  options: InstallOptions,
): kubernetes.helm.v3.Release {
  const context = contextOf(environment, account);
  const after = [...options.dependsOn, ...required];
  const awaited = addon.readiness.kind === "awaited";
  // with the namespace go its claims, so it is protected like the data that it holds
  const holdsData = addon.footprint(context).some(({ storage }) => storage !== undefined);
  const protect = context.data === "keep" && holdsData;
  const namespace = createNamespace(
    `${name}-namespace`,
    { name: addon.namespace, podSecurity: addon.podSecurity },
    { ...options, protect, dependsOn: after },
  );
  const { identity } = addon;
  const permitted =
    identity && account
      ? [
          account.permit(
            name,
            {
              namespace: addon.namespace,
              serviceAccount: identity.serviceAccount,
              statements: identity.statements(account),
            },
            options.parent === undefined ? {} : { parent: options.parent },
          ),
        ]
      : [];
  return new kubernetes.helm.v3.Release(
    name,
    {
      name: addon.name,
      namespace: addon.namespace,
      ...chartInputs(addon, charts, context),
      skipCrds: chartOf(addon.name).crds === "separate",
      timeout: addon.timeoutSeconds,
      skipAwait: !awaited,
      // a release that waits for a later step would be rolled back before it
      atomic: awaited,
      cleanupOnFail: true,
    },
    { ...options, protect, dependsOn: [namespace, ...permitted, ...after] },
  );
}

function contextOf(
  environment: Omit<AddonContext, "aws">,
  account: ClusterAccount | undefined,
): AddonContext {
  if (account === undefined) return environment;
  const { region, clusterName } = account;
  return { ...environment, aws: { region, clusterName } };
}

type ChartInputs = Pick<
  kubernetes.helm.v3.ReleaseArgs,
  "chart" | "version" | "repositoryOpts" | "values"
>;

/** A folder's chart is a stand-in, which renders the footprint in place of the real workloads. */
function chartInputs(addon: Addon, charts: ChartSource, context: AddonContext): ChartInputs {
  const values = addon.values(context);
  if (charts.kind === "folder") {
    return {
      chart: `${charts.path}/${addon.name}`,
      values: { ...values, standIn: { footprint: addon.footprint(context) } },
    };
  }
  const { repository, chart, version } = chartOf(addon.name);
  return { chart, version, repositoryOpts: { repo: repository }, values };
}
