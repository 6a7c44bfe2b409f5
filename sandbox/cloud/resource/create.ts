import type { CloudRecord, Properties } from "../model.ts";
import { isObject } from "../values.ts";
import { admit } from "./admit.ts";
import { computed, newOrder, orderFor, type Result, withoutSecrets, type Work } from "./work.ts";

/**
 * Creates a resource. The checks have AWS's order.
 * @param secrets names of secret inputs
 * @throws Refusal
 */
export function create(work: Work, inputs: Properties, secrets: ReadonlySet<string>): Result {
  const { cloud, type } = work;
  const order = newOrder(work, inputs);
  admit(work, order);
  const outputs = type.row.behaviour?.create?.(order, cloud);
  const made = isObject(outputs) ? outputs : {};
  const properties = { ...order.inputs, ...computed(work, order), ...made };
  keep(work, order.id, properties, secrets);
  return { id: order.id, properties };
}

/** @throws Refusal */
export function update(
  work: Work,
  before: CloudRecord,
  inputs: Properties,
  state: Properties,
  secrets: ReadonlySet<string>,
): Result {
  const { cloud, type } = work;
  const { facts, row } = type;
  const order = orderFor(work, before.id, inputs);
  admit(work, order, before.id);
  const outputs = row.behaviour?.update?.(order, cloud, before);
  const stays = [...facts.outputs, ...facts.filled];
  const kept = Object.entries({ ...state, ...before.properties }).filter(([name]) =>
    stays.includes(name),
  );
  const { tagsAll } = computed(work, order);
  const properties = {
    ...Object.fromEntries(kept),
    ...order.inputs,
    ...(tagsAll === undefined ? {} : { tagsAll }),
    ...(isObject(outputs) ? outputs : {}),
  };
  keep(work, before.id, properties, secrets, before);
  return { id: before.id, properties };
}

function keep(
  work: Work,
  id: string,
  properties: Properties,
  marked: ReadonlySet<string>,
  before?: CloudRecord,
): void {
  const { cloud, type } = work;
  const { secrets, properties: open } = withoutSecrets(work, properties, marked);
  cloud.store.write({
    type: type.row.type,
    id,
    region: cloud.regionOf(type.row.type),
    ...(before?.owner === undefined ? {} : { owner: before.owner }),
    properties: open,
    ...(Object.keys(secrets).length === 0 ? {} : { secrets }),
  });
}
