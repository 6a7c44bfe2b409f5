import type { DeploymentState, PendingOperation } from "./pending.ts";
import type { Found } from "./reconcile-state.ts";

/**
 * Looks up pending AWS operations in the simulated account. The real AWS allows the same by name, tags and other inputs.
 * @param home folder of the simulated cloud
 */
export async function lookForAws(
  { resources = [], pending_operations: pending = [] }: DeploymentState,
  home: string,
): Promise<ReadonlyMap<string, Found>> {
  const asked = pending.filter(
    ({ type, resource }) =>
      resource.type.startsWith("aws:") && (type === "creating" || type === "deleting"),
  );
  if (asked.length === 0) return new Map();
  // loaded on demand: its tables are large and rarely needed
  const { Lookup } = await import("../cloud/lookup.ts");
  const known = resources.flatMap(({ type, id }) => (id === undefined ? [] : [`${type} ${id}`]));
  const lookup = new Lookup(home, known);
  return new Map(
    asked.map(({ type, resource }: PendingOperation) => {
      const inputs = resource.inputs ?? {};
      const wanted = {
        type: resource.type,
        inputs,
        region: regionOf(resource.provider, resources),
      };
      if (type === "deleting") {
        const stays = resource.id !== undefined && lookup.exists(wanted, resource.id);
        return [resource.urn, { kind: stays ? "present" : "absent" }];
      }
      const record = lookup.created(wanted);
      if (record === undefined) return [resource.urn, { kind: "absent" }];
      // the simulated AWS stores no secret values, so they are taken from the inputs
      const made = { id: record.id, outputs: { ...inputs, ...record.properties, id: record.id } };
      return [resource.urn, { kind: "present", made }];
    }),
  );
}

/** The region of a resource's provider, which is given as `<urn>::<id>`. */
function regionOf(
  provider: string | undefined,
  resources: DeploymentState["resources"] = [],
): string {
  const urn = provider?.split("::").slice(0, -1).join("::");
  const region = resources.find((resource) => resource.urn === urn)?.inputs?.["region"];
  return typeof region === "string" ? region : (process.env["AWS_REGION"] ?? "");
}
