import type { ResourceLine } from "../../../sandbox/cloud/facts/line.ts";
import { corrected, correctedRules } from "./corrections.ts";
import type { Derived } from "./resources.ts";
import { terraformName } from "./terraform.ts";

/** Formats one resource as a line in resources.json. */
export function lineOf(derived: Derived, terraform: ReadonlySet<string>): ResourceLine {
  const { resource, cfn } = derived;
  const names = new Set(resource.inputs.map((input) => input.name));
  const added = corrected(resource.type, "+");
  const createOnly = new Set([
    ...derived.createOnly,
    ...added,
    ...(added.includes("*") ? names : []),
  ]);
  corrected(resource.type, "-").forEach((path) => createOnly.delete(path));
  const rules = new Map([...derived.rules, ...correctedRules(resource.type)]);
  corrected(resource.type, "~").forEach((path) => rules.delete(path));
  const flagged = [...names].map((name) => {
    const required = resource.required.includes(name) ? "!" : "";
    const replaces = createOnly.has(name) ? "~" : "";
    const filled = resource.filled.includes(name) ? "+" : "";
    return `${name}${required}${replaces}${filled}`;
  });
  const nested = [...createOnly].filter(
    (path) => names.has(path.split(".")[0] ?? "") && path.includes("."),
  );
  return {
    tf: terraformName(resource.type, terraform),
    ...(cfn && { cfn: cfn.name }),
    ...(cfn?.arn !== undefined && { arn: cfn.arn }),
    ...(resource.aliases.length > 0 && { aka: resource.aliases.join(" ") }),
    in: flagged.join(" "),
    ...(resource.outputs.length > 0 && { out: resource.outputs.join(" ") }),
    ...(resource.secrets.length > 0 && { secret: resource.secrets.join(" ") }),
    ...(nested.length > 0 && { keep: nested.sort().join(" ") }),
    ...(rules.size > 0 && { rules: Object.fromEntries(rules) }),
  };
}
