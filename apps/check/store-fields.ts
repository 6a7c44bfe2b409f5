import type { Template } from "../../components/app-service/service.ts";
import { type ServiceSpec, storesOf, useOf } from "../../components/app-service/service-spec.ts";
import {
  type FieldReference,
  runTemplate,
  templateFields,
} from "../../components/app-service/templates.ts";
import { join } from "../../components/check/parse.ts";
import { oneOf } from "../../components/check/suggest.ts";
import type { ConnectionField, StoreEngine } from "../../components/platform.ts";
import type { Report } from "../../components/validation.ts";
import type { System } from "../system.ts";

type Stores = System["stores"];

const withDatabase = ["host", "port", "database", "username", "password"] as const;

/** Fields of a connection by engine. */
export const fieldsOf: Readonly<Record<StoreEngine, readonly ConnectionField[]>> = {
  mariadb: withDatabase,
  mysql: withDatabase,
  mongodb: withDatabase,
  rabbitmq: withDatabase,
  postgresql: withDatabase,
  vector: withDatabase,
  valkey: ["host", "port", "username", "password"],
  vault: ["host", "port", "database", "username", "token"],
};

/**
 * A field of a store that the service uses, and that the store's engine has.
 * @param whole how a template refers to it. Otherwise store and field have a key each.
 */
export function validateField(
  { store, field }: FieldReference,
  spec: ServiceSpec,
  stores: Stores,
  key: string,
  report: Report,
  whole?: string,
): void {
  const at = (name: string) => (whole === undefined ? `${key}.${name}` : key);
  if (storesOf(spec).includes(store))
    return validateFieldName(field, stores[store], at("field"), report, whole);
  const problem = "is a store that the service does not use";
  report(at("store"), store, problem, `Add it: uses: ["${store}"].`);
}

function validateFieldName(
  field: string,
  store: Stores[string] | undefined,
  key: string,
  report: Report,
  shown = field,
): void {
  if (store === undefined || field === "ca") return;
  const { engine } = store;
  const isOpen = "auth" in store && store.auth !== undefined;
  const fields: readonly string[] = fieldsOf[engine].filter(
    (one) => !isOpen || !["username", "password"].includes(one),
  );
  if (fields.includes(field)) return;
  const what = isOpen ? `${engine} without a password` : engine;
  report(key, shown, `is not a connection field of ${what}`, `Write ${oneOf(fields)}.`);
}

/** A template, with and without TLS: it returns text, and refers to fields that exist. */
export function validateTemplate(
  template: Template,
  spec: ServiceSpec,
  stores: Stores,
  key: string,
  report: Report,
): void {
  const told = new Set<string>();
  for (const tls of [false, true]) {
    const all = Object.fromEntries(Object.keys(stores).map((store) => [store, tls]));
    let text: string;
    try {
      text = runTemplate(template, all);
    } catch (error) {
      const problem = `is a template that ${error instanceof Error ? error.message : "throws"}`;
      const example = "Write ({ db }) => `postgresql://${db.host}:${db.port}/${db.database}`.";
      return report(key, undefined, problem, `Insert fields of stores as they are. ${example}`);
    }
    for (const reference of templateFields(text)) {
      const name = `${reference.store}.${reference.field}`;
      if (told.has(name)) continue;
      told.add(name);
      validateField(reference, spec, stores, key, report, name);
      if (reference.field === "ca" && !tls) {
        const problem = "is there with TLS only, and the template needs it without";
        report(key, name, problem, `Write \${${reference.store}.tls ? … : …}.`);
      }
    }
  }
}

/** `as` names variables of fields that the store has, and of no other value. */
export function validateNewNames(
  spec: ServiceSpec,
  stores: Stores,
  key: string,
  report: Report,
): void {
  for (const [index, store] of storesOf(spec).entries())
    for (const [field, name] of Object.entries(useOf(spec, store).as ?? {})) {
      const at = join(key, ["uses", index, "as", field]);
      validateFieldName(field, stores[store], at, report);
      const other = (["environment", "secrets"] as const).find((all) =>
        Object.hasOwn(spec[all] ?? {}, name),
      );
      if (other) report(at, name, `is also in ${other}`, "Leave one of them out.");
    }
}
