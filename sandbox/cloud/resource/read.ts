import type { CloudRecord, Properties } from "../model.ts";
import { isSame } from "../equality.ts";
import { hashOf, type Work } from "./work.ts";

/** Replaces a secret whose hash differs from the state's, because it was changed outside. */
const changedSecret = "(changed in the simulated cloud)";

/** A resource as a refresh or an import reads it. */
export interface Reading {
  readonly properties: Properties;
  readonly inputs: Properties;
}

/**
 * @param state outputs in the engine's state; empty for an import
 * @param oldInputs previous inputs; undefined for an import
 */
export function read(
  work: Work,
  record: CloudRecord,
  state: Properties,
  oldInputs: Properties | undefined,
): Reading {
  const { cloud, type, key } = work;
  const live = type.row.behaviour?.read?.(record, cloud);
  const secrets = Object.entries(record.secrets ?? {}).flatMap(([name, hash]) => {
    const value = state[name];
    if (value === undefined) return [];
    return [[name, hashOf(key, value) === hash ? value : changedSecret]];
  });
  const properties = { ...record.properties, ...Object.fromEntries(secrets), ...live };
  return { properties, inputs: inputsOf(work, properties, state, oldInputs) };
}

/** Current values of the given inputs and of those set outside; for an import, all possible inputs. */
function inputsOf(
  { type: { facts, row } }: Work,
  properties: Properties,
  state: Properties,
  oldInputs: Properties | undefined,
): Properties {
  const old = oldInputs ?? {};
  const isImport = Object.keys(old).length === 0;
  const names = facts.inputs.filter((name) => {
    if (properties[name] === undefined) return false;
    if (isImport)
      return !facts.filled.includes(name) && !isSame(properties[name], row.defaults?.[name]);
    return name in old || !(facts.filled.includes(name) || isSame(properties[name], state[name]));
  });
  const { __defaults: filledIn } = old;
  return {
    ...Object.fromEntries(
      names.map((name) => [
        name,
        isSame(properties[name], state[name]) && name in old ? old[name] : properties[name],
      ]),
    ),
    ...(filledIn === undefined ? {} : { __defaults: filledIn }),
  };
}
