import { Addon } from "@pulumi/aws/eks/addon.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment.js";
import * as pulumi from "@pulumi/pulumi";
import { installOrder } from "../addons/order.ts";
import {
  type EksAddonName,
  eksAddonNames,
  type EksAddon,
  type EksAddonContext,
  eksAddonTable,
} from "./addon-table.ts";
import { document } from "../../iam/policy-document.ts";
import type { AfterOptions } from "./api.ts";
import { encryptsVolumes } from "./key.ts";
import type { ClusterPlace } from "./names.ts";
import type { EksOptions } from "./options.ts";
import { createPodRole } from "./pod-identity.ts";

export interface EksAddonsArgs extends Omit<ClusterPlace, "account"> {
  readonly account: pulumi.Input<string>;
  /** Name of the cluster, known once it exists. */
  readonly cluster: pulumi.Input<string>;
  /** ARN of the environment's key. */
  readonly keyArn: pulumi.Input<string>;
  /** Version of each; without one, EKS selects its default once. */
  readonly pinned: EksOptions["addonVersions"];
  readonly context: EksAddonContext;
}

/** Add-ons by name. */
export type EksAddons = Readonly<Partial<Record<EksAddonName, Addon>>>;

/**
 * Installs the add-ons of one stage in the order of their dependencies.
 * @param installed add-ons of earlier stages
 * @returns all add-ons
 */
export function installEksAddons(
  name: string,
  stage: EksAddon["runs"],
  args: EksAddonsArgs & { readonly installed: EksAddons },
  options: AfterOptions,
): EksAddons {
  const addons: Partial<Record<EksAddonName, Addon>> = { ...args.installed };
  for (const addon of installOrder(eksAddonNames, eksAddonTable)) {
    const { runs, requires } = eksAddonTable[addon];
    if (runs !== stage) continue;
    const after = requires.flatMap((one) => addons[one] ?? []);
    const dependsOn = [...options.dependsOn, ...after];
    addons[addon] = install(`${name}-${addon}`, addon, args, { ...options, dependsOn });
  }
  return addons;
}

function install(
  name: string,
  addonName: EksAddonName,
  args: EksAddonsArgs,
  options: AfterOptions,
): Addon {
  const { identity, values } = eksAddonTable[addonName];
  const { dependsOn, ...within } = options;
  const granted = identity && grant(name, identity, args, within);
  return new Addon(
    name,
    {
      clusterName: args.cluster,
      addonName,
      addonVersion: args.pinned[addonName],
      ...(values && { configurationValues: JSON.stringify(values(args.context)) }),
      ...(granted && { podIdentityAssociations: [granted.association] }),
      // overwrites manual changes of the configuration
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      tags: { Name: name },
    },
    { ...within, dependsOn: [...dependsOn, ...(granted?.policies ?? [])] },
  );
}

function grant(
  name: string,
  { serviceAccount, policyArn, encryptsVolumes: withKey }: NonNullable<EksAddon["identity"]>,
  { account, region, clusterName, keyArn }: EksAddonsArgs,
  options: pulumi.CustomResourceOptions,
) {
  const place = { account, region, clusterName, namespace: "kube-system", serviceAccount };
  const role = createPodRole(name, place, options);
  const policies: pulumi.Resource[] = [
    new RolePolicyAttachment(name, { role: role.name, policyArn }, options),
  ];
  if (withKey) {
    const policy = pulumi.output(keyArn).apply((key) => document(encryptsVolumes(region, key)));
    policies.push(new RolePolicy(name, { role: role.name, policy }, options));
  }
  return { association: { serviceAccount, roleArn: role.arn }, policies };
}
