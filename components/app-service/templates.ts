import type { IEnvVar } from "kubernetes-models/v1/EnvVar";
import type { Binding, BoundValue } from "../platform.ts";
import { environmentVariable, escaped, inUrl, variableName } from "./bound-variables.ts";
import {
  type BoundField,
  boundFields,
  type EnvironmentValue,
  type StoreFields,
  type Template,
} from "./service.ts";
import { type ServiceSpec, storesOf } from "./service-spec.ts";

/** A field of a store that a template refers to. */
export interface FieldReference {
  readonly store: string;
  readonly field: BoundField;
}

/** Stands for a field while a template runs. The brackets occur in no connection string. */
const mark = (store: string, field: BoundField) => `⦃${store}.${field}⦄`;
const marks = /⦃([^⦃⦄.]+)\.([^⦃⦄.]+)⦄/g;
const changedMarks = /[⦃⦄]|%E2%A6%8[34]/i;

function isField(name: string): name is BoundField {
  return boundFields.some((field) => field === name);
}

/**
 * Runs a template with marks in place of values.
 * @param tls whether each store speaks TLS, by store
 * @throws Error if the template throws, does not return text, or changes a field
 */
export function runTemplate(
  template: Template<string>,
  tls: Readonly<Record<string, boolean>>,
): string {
  const stores = Object.entries(tls).map(([store, isTls]): [string, StoreFields] => {
    const at = (field: BoundField) => mark(store, field);
    const address = { host: at("host"), port: at("port"), reader: at("reader"), ca: at("ca") };
    const user = { username: at("username"), password: at("password"), token: at("token") };
    const data = { database: at("database"), bucket: at("bucket"), region: at("region") };
    return [store, { ...address, ...user, ...data, tls: isTls }];
  });
  const text: unknown = template(Object.fromEntries(stores));
  if (typeof text !== "string") throw new Error("does not return text");
  if (changedMarks.test(fillTemplate(text, () => ""))) throw new Error("changes a store's field");
  return text;
}

/** Fields that the text of a template refers to, in their order. */
export function templateFields(text: string): FieldReference[] {
  return [...text.matchAll(marks)].flatMap(([, store = "", field = ""]) =>
    isField(field) ? [{ store, field }] : [],
  );
}

/** Replaces each field in the text of a template. */
export function fillTemplate(text: string, value: (field: FieldReference) => string): string {
  return text.replaceAll(marks, (whole, store: string, field: string) =>
    isField(field) ? value({ store, field }) : whole,
  );
}

/** Texts that a value may have, with `$()` for each field of a store. None for a field alone, or a faulty template. */
export function textsOfValue(spec: ServiceSpec, value: EnvironmentValue): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "function") return "small" in value ? [value.small, value.large] : [];
  const texts = [false, true].map((tls) => {
    try {
      const stores = Object.fromEntries(storesOf(spec).map((store) => [store, tls]));
      return fillTemplate(runTemplate(value, stores), () => "$()");
    } catch {
      return undefined;
    }
  });
  return [...new Set(texts)].filter((text) => text !== undefined);
}

/**
 * A template's variable. A secret is `$(NAME)` of the store's own variable, or of one more where `environment` has
 * another value for that.
 */
export function composed(
  spec: ServiceSpec,
  variable: string,
  template: Template,
  bindings: readonly Binding[],
  find: (field: FieldReference) => BoundValue,
): IEnvVar[] {
  const tls = Object.fromEntries(bindings.map(({ store, transport }) => [store, transport.tls]));
  const text = runTemplate(template, tls);
  const [only] = templateFields(text);
  if (only && fillTemplate(text, () => "") === "" && templateFields(text).length === 1)
    return [environmentVariable(variable, find(only))];
  const parts = new Map<string, IEnvVar>();
  const isUrl = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  const value = fillTemplate(text, (reference) => {
    const bound = find(reference);
    if ("value" in bound) return escaped(isUrl ? inUrl(reference.field, bound.value) : bound.value);
    const own = variableName(spec, reference.store, reference.field);
    const isOther = [spec.environment, spec.secrets].some((all) => Object.hasOwn(all ?? {}, own));
    const part = isOther ? `BOUND_${own}` : own;
    if (isOther) parts.set(part, environmentVariable(part, bound));
    return `$(${part})`;
  });
  return [...parts.values(), { name: variable, value }];
}
