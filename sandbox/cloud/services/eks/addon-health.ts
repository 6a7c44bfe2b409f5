import { parse } from "yaml";
import type { Cloud, CloudRecord, Properties } from "../../model.ts";
import { isObject, object, objects, text } from "../../values.ts";
import { type AddonData, addons } from "./addon-data.ts";
import { isTolerated, labelsOf, sizeOf, taintsOf, type Toleration } from "./scheduling.ts";
import { eksTypes } from "./types.ts";

/** The provider's timeout for the creation of an add-on. */
const patience = "20m0s";

/**
 * Reports an add-on whose pods fit on no node. EKS calls it degraded, and the provider waits until its timeout. Reported as
 * pulumi/pulumi-eks#1819.
 */
export function degraded({ properties }: CloudRecord, cloud: Cloud): string | undefined {
  const data = addons[text(properties, "addonName") ?? ""];
  if (data?.needsNodes !== true) return undefined;
  const groups = groupsOf(text(properties, "clusterName"), cloud);
  const pods = podsOf(data, properties);
  if (groups.some((group) => takes(group, pods))) return undefined;
  const reason = groups.some((group) => sizeOf(group) > 0)
    ? "no node of a node group takes its pods: taints or the node selector are against it"
    : "there is no node";
  return (
    `timeout while waiting for state to become 'ACTIVE' (last state: 'DEGRADED', timeout: ${patience}) ` +
    "[simulated AWS: InsufficientNumberOfReplicas: The add-on is unhealthy because it doesn't have the desired " +
    `number of replicas; ${reason}]`
  );
}

/** Healthy node groups of a cluster. */
function groupsOf(clusterName: string | undefined, cloud: Cloud): readonly Properties[] {
  return cloud
    .list(eksTypes.nodeGroup)
    .map(({ properties }) => properties)
    .filter(
      (group) => group["clusterName"] === clusterName && text(group, "status") !== "CREATE_FAILED",
    );
}

/** Scheduling of an add-on's pods. */
export interface AddonPods {
  readonly tolerations: readonly Toleration[];
  readonly nodeSelector: Properties;
}

/** From the add-on's configuration, or its defaults. */
export function podsOf({ tolerations = [], within }: AddonData, addon: Properties): AddonPods {
  const values = valuesOf(text(addon, "configurationValues"));
  const own = within === undefined ? values : object(values, within);
  const given = own["tolerations"];
  return {
    tolerations: Array.isArray(given) ? objects(own, "tolerations").map(tolerationOf) : tolerations,
    nodeSelector: object(own, "nodeSelector"),
  };
}

/** JSON or YAML; other text was refused before. */
export function valuesOf(text: string | undefined): Properties {
  try {
    const values: unknown = parse(text ?? "{}");
    return isObject(values) ? values : {};
  } catch {
    return {};
  }
}

function tolerationOf(one: Properties): Toleration {
  return Object.fromEntries(
    ["key", "operator", "value", "effect"].flatMap((name) => {
      const value = text(one, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function takes(group: Properties, { tolerations, nodeSelector }: AddonPods): boolean {
  // other properties of a node (zone, architecture …) do not depend on the group
  const labels = labelsOf(group);
  const selected = Object.entries(nodeSelector).every(
    ([name, value]) => labels[name] === value || /(^|\.)(kubernetes\.io|k8s\.io)\//.test(name),
  );
  return (
    selected &&
    sizeOf(group) > 0 &&
    taintsOf(group).every((taint) => isTolerated(taint, tolerations))
  );
}
