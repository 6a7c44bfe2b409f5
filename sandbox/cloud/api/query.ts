import type { Properties } from "../model.ts";

interface Branch {
  [part: string]: Branch | string;
}

/** Parses parameters such as `Filter.1.Value.2=x` of the query protocols. Parts with numeric keys become ordered lists. */
export function readQuery(body: string): Properties {
  const root: Branch = {};
  for (const [name, value] of new URLSearchParams(body)) {
    const parts = name.split(".");
    const last = parts.pop() ?? "";
    let at = root;
    for (const part of parts) {
      const next = at[part];
      at = typeof next === "object" ? next : (at[part] = {});
    }
    at[last] = value;
  }
  return Object.fromEntries(Object.entries(root).map(([name, value]) => [name, listed(value)]));
}

function listed(value: Branch | string): unknown {
  if (typeof value === "string") return value;
  const entries = Object.entries(value);
  if (!entries.every(([part]) => /^\d+$/.test(part)))
    return Object.fromEntries(entries.map(([part, inner]) => [part, listed(inner)]));
  return entries.toSorted(([a], [b]) => Number(a) - Number(b)).map(([, inner]) => listed(inner));
}
