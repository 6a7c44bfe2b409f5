import type { StoreFields } from "../../../components/app-service/service.ts";
import type { ConnectionField } from "../../../components/platform.ts";
import { type Data, Expression, identifierOf } from "../code.ts";
import type { StoreRole } from "./roles.ts";

/** Part of a value: text, or a field of a store's connection. */
export type Part = string | { readonly store: StoreRole; readonly field: ConnectionField };

/** A value as data: a literal, a field, or a template of fields. */
export function dataOf(parts: readonly Part[]): Data {
  const [only] = parts;
  if (parts.length === 1 && typeof only === "object")
    return { store: only.store.name, field: only.field };
  const stores = [
    ...new Set(parts.flatMap((part) => (typeof part === "object" ? [part.store] : []))),
  ];
  if (stores.length === 0) return literalOf(parts);
  const fields = stores.map(({ name }) => ({ name, id: identifierOf(name) }));
  const names = fields.map(({ name, id }) => (name === id ? id : `${JSON.stringify(name)}: ${id}`));
  const types = fields.map(({ name }) => `readonly ${JSON.stringify(name)}: StoreFields`);
  const text = parts
    .map((part) =>
      typeof part === "string"
        ? part.replaceAll("$(", "$$(").replaceAll(/[\\`]|\$(?=\{)/g, "\\$&")
        : `\${${identifierOf(part.store.name)}.${part.field}}`,
    )
    .join("");
  return new Expression(
    `({ ${names.join(", ")} }) => \`${text}\``,
    (all: Readonly<Record<string, StoreFields>>) =>
      parts
        .map((part) =>
          typeof part === "string"
            ? part.replaceAll("$(", "$$(")
            : (all[part.store.name]?.[part.field] ?? ""),
        )
        .join(""),
    `({ ${names.join(", ")} }: { ${types.join("; ")} }) => \`${text}\``,
  );
}

/** A word of a command with the variables of stores in it: `$(MEMBERS_HOST)`. */
export function wordOf(parts: readonly Part[]): string {
  return literalOf(parts);
}

const literalOf = (parts: readonly Part[]): string =>
  parts
    .map((part) =>
      typeof part === "string"
        ? part.replaceAll("$(", "$$(")
        : `$(${variableOf(part.store.name, part.field)})`,
    )
    .join("");

const variableOf = (store: string, field: ConnectionField): string =>
  `${store}_${field}`.toUpperCase().replaceAll("-", "_");
