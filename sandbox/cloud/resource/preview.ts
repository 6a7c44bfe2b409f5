import type { Properties } from "../model.ts";
import type { ResourceType } from "../registry.ts";
import { unknownValue } from "../values.ts";
import { completed } from "./work.ts";

/** Outputs of a planned creation: computed ones are unknown, others are the inputs. */
export function previewCreate(type: ResourceType, inputs: Properties): Properties {
  const { facts } = type;
  const open = [...facts.outputs, ...facts.filled].map((name) => [name, unknownValue]);
  return { ...Object.fromEntries(open), ...completed(type, inputs), ...tagsAll(type, inputs) };
}

/** Computed outputs stay, except those that the change affects. */
export function previewUpdate(
  type: ResourceType,
  state: Properties,
  inputs: Properties,
): Properties {
  const { facts, row } = type;
  const stays = [...facts.outputs, ...facts.filled].filter((name) => name in state);
  return {
    ...Object.fromEntries(stays.map((name) => [name, state[name]])),
    ...completed(type, inputs),
    ...tagsAll(type, inputs),
    ...Object.fromEntries((row.moving ?? []).map((name) => [name, unknownValue])),
  };
}

function tagsAll({ facts }: ResourceType, { tags }: Properties): Properties {
  return facts.outputs.includes("tagsAll") ? { tagsAll: tags ?? {} } : {};
}
