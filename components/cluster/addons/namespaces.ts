import type * as pulumi from "@pulumi/pulumi";
import { applyObject } from "../../workload/apply.ts";
import { createNamespace } from "../namespace.ts";
import { type Addon, type AddonContext, type InstallOptions, systemPlacement } from "./addon.ts";
import { addonPolicies, toPodIdentity } from "./network.ts";

/** Annotation of an add-on's namespace: what runs in it, as the price reads it from a plan. */
export const footprintAnnotation = "hanok.dev/footprint";

/**
 * Creates the namespaces of an add-on, and the policies that close them.
 * @returns what the release depends on
 */
export function createNamespaces(
  name: string,
  addon: Addon,
  context: AddonContext,
  options: InstallOptions,
): readonly pulumi.Resource[] {
  const footprint = addon.footprint(context);
  const network = addon.network?.(context);
  const all = { [addon.namespace]: addon.podSecurity, ...addon.namespaces };
  const placement = addon.runsOn === "system" ? systemPlacement(context) : {};
  return Object.entries(all).flatMap(([namespace, podSecurity]) => {
    const isOwn = namespace === addon.namespace;
    const made = createNamespace(
      isOwn ? `${name}-namespace` : `${name}-${namespace}-namespace`,
      {
        name: namespace,
        podSecurity,
        ...(isOwn
          ? { annotations: { [footprintAnnotation]: JSON.stringify({ footprint, ...placement }) } }
          : {}),
        ...(network === undefined
          ? {
              openBecause:
                footprint.length === 0
                  ? "No pod runs in it"
                  : "The chart in it opens and closes its own ports",
            }
          : {}),
      },
      options,
    );
    if (network === undefined) return [made];
    const hasIdentity = context.aws !== undefined && addon.identities !== undefined;
    const egress = [...(network.egress ?? []), ...(hasIdentity ? [toPodIdentity] : [])];
    const policies = addonPolicies(addon.name, namespace, Object.keys(all), { ...network, egress });
    const { protect: _, ...inside } = options;
    return [
      made,
      ...policies.map((policy) =>
        applyObject(policy, {
          ...inside,
          dependsOn: [...options.dependsOn, made],
          deletedWith: made,
        }),
      ),
    ];
  });
}
