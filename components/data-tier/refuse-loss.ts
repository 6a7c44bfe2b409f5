import * as pulumi from "@pulumi/pulumi";
import { issueLine, type ValidationIssue } from "../validation.ts";

/** What an update compares, as the engine hands it to a hook. */
type Change = Pick<pulumi.ResourceHookArgs, "oldInputs" | "newInputs">;

/**
 * Refuses an update of a store's StatefulSet that its data would not survive. It runs in the preview too.
 * @param resource name of the StatefulSet's resource
 * @param key key of the store in its system, `zipbob.stores.mongodb`
 */
export function keepsData(resource: string, key: string): pulumi.CustomResourceOptions {
  const refuse = ({ oldInputs, newInputs }: Change) => refuseLoss(key, oldInputs, newInputs);
  return {
    hooks: {
      beforeUpdate: [new pulumi.ResourceHook(`${resource}-keeps-data`, refuse, { onDryRun: true })],
    },
  };
}

/** @throws Error that names the setting and the remedy: for another engine, and for fewer members of a replica set */
export function refuseLoss(key: string, before: unknown, after: unknown): void {
  const [old, wanted] = [factsOf(before), factsOf(after)];
  const refuse = (issue: ValidationIssue) => {
    throw new Error(issueLine(issue));
  };
  const remedy = "Add a store with another name, and copy the data into it.";
  if (old.engine !== undefined && wanted.engine !== undefined && old.engine !== wanted.engine)
    refuse({
      key: `${key}.engine`,
      value: wanted.engine,
      problem: `cannot read the data of ${old.engine}, which the volume holds`,
      remedy,
    });
  if (old.members !== undefined && wanted.members !== undefined && wanted.members < old.members)
    refuse({
      key: "hanok:redundancy",
      value: "none",
      problem: `leaves ${key} ${wanted.members} of ${old.members} members, which is no majority, so that it takes no writes`,
      remedy: `Keep zonal. ${remedy}`,
    });
}

/** Engine and number of members in the inputs of a StatefulSet. The server's container has the name of its engine. */
function factsOf(inputs: unknown): { readonly engine?: string; readonly members?: number } {
  const members = at(inputs, "spec", "replicas");
  const [container] = list(at(inputs, "spec", "template", "spec", "containers"));
  const engine = at(container, "name");
  return {
    ...(typeof engine === "string" ? { engine } : {}),
    ...(typeof members === "number" ? { members } : {}),
  };
}

function at(value: unknown, ...fields: readonly string[]): unknown {
  return fields.reduce<unknown>(
    (below, field) =>
      typeof below === "object" && below !== null ? Reflect.get(below, field) : undefined,
    value,
  );
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
