import { parse } from "yaml";
import type { Cloud, Order, ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { isObject, objects, text } from "../../values.ts";
import { admitPodRole } from "./access.ts";
import { addons, isOffered, newestVersion } from "./addon-data.ts";
import { degraded } from "./addon-health.ts";
import { unknownKeys } from "./addon-keys.ts";
import { eksRole, withCluster } from "./references.ts";
import { eksTypes } from "./types.ts";

/** @param name of the add-on, which selects the schema */
function admitConfiguration(name: string, values: string | undefined): void {
  if (values === undefined) return;
  let given: unknown;
  try {
    given = parse(values);
  } catch {
    throw unsupported("it is not valid JSON or YAML");
  }
  const unknown = isObject(given) ? unknownKeys(name, given) : [];
  if (unknown.length === 0) return;
  const faults = unknown.map(
    (path) =>
      `$.${path}: is not defined in the schema and the schema does not allow additional properties`,
  );
  throw unsupported(`Json schema validation failed with error: [${faults.join(", ")}]`);
}

const unsupported = (why: string): Refusal =>
  new Refusal(
    `InvalidParameterException: ConfigurationValue provided in request is not supported: ${why}`,
  );

export const addon: ResourceRow = {
  type: eksTypes.addon,
  references: {
    clusterName: withCluster,
    serviceAccountRoleArn: eksRole,
    "podIdentityAssociations.roleArn": eksRole,
  },
  behaviour: {
    create: (order, cloud) => {
      const { inputs } = order;
      const name = text(inputs, "addonName") ?? "";
      // an add-on of the Marketplace: vendor_product
      if (!Object.hasOwn(addons, name) && !name.includes("_"))
        throw new Refusal(`InvalidParameterException: Addon ${name} specified is not supported`);
      const addonVersion = versionOf(order, cloud);
      admitConfiguration(name, text(inputs, "configurationValues"));
      associate(order, cloud);
      return { addonVersion, configurationValues: text(inputs, "configurationValues") ?? "" };
    },
    update: (order, cloud) => {
      const { inputs } = order;
      if (inputs["addonVersion"] !== undefined) versionOf(order, cloud);
      admitConfiguration(text(inputs, "addonName") ?? "", text(inputs, "configurationValues"));
      associate(order, cloud);
    },
    unfinished: degraded,
  },
};

function versionOf({ inputs }: Order, cloud: Cloud): string {
  const name = text(inputs, "addonName") ?? "";
  const cluster = cloud.find(eksTypes.cluster, text(inputs, "clusterName") ?? "");
  const kubernetes = text(cluster?.properties ?? {}, "version") ?? "";
  const wanted = text(inputs, "addonVersion") ?? newestVersion(name, kubernetes);
  if (name.includes("_") || isOffered(name, wanted, kubernetes)) return wanted;
  throw new Refusal(
    `InvalidParameterException: ${
      `Addon version specified is not supported [simulated AWS: ${name} ${wanted} for Kubernetes ${kubernetes}; ` +
      `the newest that is known is ${newestVersion(name, kubernetes)}]`
    }`,
  );
}

/** Makes an add-on's Pod Identity associations equal to the requested ones. */
function associate({ inputs, id, digits }: Order, cloud: Cloud): void {
  const present = cloud.list(eksTypes.podIdentity);
  for (const one of present) if (one.owner === id) cloud.remove(one.type, one.id);
  for (const [at, one] of objects(inputs, "podIdentityAssociations").entries()) {
    const { serviceAccount, roleArn } = one;
    const taken = present.some(
      ({ owner, properties }) =>
        owner !== id &&
        properties["clusterName"] === inputs["clusterName"] &&
        properties["serviceAccount"] === serviceAccount &&
        properties["namespace"] === "kube-system",
    );
    if (taken)
      throw new Refusal(
        `ResourceInUseException: Association already exists for service account ${text(one, "serviceAccount") ?? ""}`,
      );
    admitPodRole(text(one, "roleArn"), cloud);
    cloud.put({
      type: eksTypes.podIdentity,
      id: `a-0${digits(`association ${at}`).slice(0, 16)}`,
      owner: id,
      properties: {
        clusterName: inputs["clusterName"],
        namespace: "kube-system",
        serviceAccount,
        roleArn,
      },
    });
  }
}
