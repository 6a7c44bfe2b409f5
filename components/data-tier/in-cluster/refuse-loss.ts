import * as pulumi from "@pulumi/pulumi";
import { issueLine, type ValidationIssue } from "../../validation.ts";
import type { StoreUser } from "../engine.ts";

/** Annotation of a StatefulSet with the database of each service, as JSON. The next update compares it. */
export const databasesAnnotation = "hanok.dev/databases";

/** Value of the annotation. */
export function databasesText(users: readonly StoreUser[]): string {
  return JSON.stringify(
    Object.fromEntries(users.map(({ service, database }) => [service, database])),
  );
}

/** What an update compares, as the engine hands it to a hook. */
type Change = Pick<pulumi.ResourceHookArgs, "oldInputs" | "newInputs">;

/**
 * Refuses an update of a store's StatefulSet that its data would not survive. It runs in the preview too.
 * @param resource name of the StatefulSet's resource
 * @param key key of the store in its system, `zipbob.stores.mongodb`
 */
export function keepsData(resource: string, key: string): pulumi.CustomResourceOptions {
  const refuse = async ({ oldInputs, newInputs }: Change) => {
    refuseLoss(key, oldInputs, newInputs);
    for (const line of renamedDatabases(key, oldInputs, newInputs)) await pulumi.log.warn(line);
  };
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
  if (
    old.engine !== undefined &&
    wanted.engine !== undefined &&
    !readsData(old.engine, wanted.engine)
  )
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

/** `vector` is PostgreSQL with an extension, which is created in each database. */
function readsData(before: string, after: string): boolean {
  const family = (engine: string) => (engine === "vector" ? "postgresql" : engine);
  return family(before) === family(after);
}

/** A line for each service that would get another database, which is empty. The old one stays in the store. */
export function renamedDatabases(key: string, before: unknown, after: unknown): readonly string[] {
  const [old, wanted] = [databasesIn(before), databasesIn(after)];
  return Object.entries(wanted).flatMap(([service, database]) => {
    const had = old[service];
    if (typeof had !== "string" || had === database) return [];
    return issueLine({
      key: `${key}.databases.${service}`,
      value: database,
      problem: `is a new database without data, and ${had} keeps the data of ${service}`,
      remedy: `Copy the data before the service starts, or write ${had} again.`,
    });
  });
}

function databasesIn(inputs: unknown): Readonly<Record<string, unknown>> {
  const text = at(inputs, "metadata", "annotations", databasesAnnotation);
  const found: unknown = typeof text === "string" ? JSON.parse(text) : {};
  return typeof found === "object" && found !== null ? { ...found } : {};
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
