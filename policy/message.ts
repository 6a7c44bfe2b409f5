import type { Finding, Rule } from "./rule.ts";

/** The text of a violation: the resource, the property, its value, the requirement, and how to change it. */
export function messageOf(rule: Rule, { at, right, change }: Finding): string {
  const { type, name } = at.owner;
  const what = at.path === "" ? "it" : at.path;
  const found = at.path === "" ? "" : ` is ${at.shown}`;
  const fact = found === "" ? `it must ${right}` : `${what}${found}; it must ${right}`;
  return `${type} ${name}: ${fact}.\nHow: ${change ?? rule.remediation}`;
}
