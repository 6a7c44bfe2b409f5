import type { Finding, Rule } from "./rule.ts";

/** What a violation says: the resource, the property, the value found, what is right, and how to change it. */
export function messageOf(rule: Rule, { at, right, change }: Finding): string {
  const { type, name } = at.owner;
  const what = at.path === "" ? "it" : at.path;
  const found = at.path === "" ? "" : ` is ${at.shown}`;
  const fact = found === "" ? `it must ${right}` : `${what}${found}; it must ${right}`;
  return `${type} ${name}: ${fact}.\nHow: ${change ?? rule.remediation}`;
}
