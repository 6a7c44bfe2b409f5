import { readFileSync } from "node:fs";
import type { CfnType } from "./cloudformation.ts";
import type { Declared } from "./pulumi.ts";

interface Names {
  readonly services: Readonly<Record<string, readonly string[]>>;
  readonly types: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Terraform's names that `terraformName` cannot derive. */
  readonly terraform: Readonly<Record<string, string>>;
}

export const names = JSON.parse(
  readFileSync(new URL("../../../sandbox/cloud/facts/names.json", import.meta.url), "utf8"),
) as Names;

const flat = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "");

/** The CloudFormation type of a Pulumi token; undefined if there is none. */
export function cfnTypeOf(type: string, types: ReadonlyMap<string, CfnType>): CfnType | undefined {
  const stated = names.types[type];
  if (stated !== undefined) return types.get(stated);
  const [, module = "", name = ""] = /^aws:([^/]+)\/\w+:(\w+)$/.exec(type) ?? [];
  const services = (names.services[module] ?? [module]).map(flat);
  return [...types.values()].find((candidate) => {
    const [, service = "", resource = ""] = candidate.name.split("::");
    return services.includes(flat(service)) && flat(resource) === flat(name);
  });
}

/** The Pulumi input for a CloudFormation property; undefined if there is none. */
export function inputOf(
  property: string,
  cfn: string,
  inputs: readonly Declared[],
): Declared | undefined {
  const stated = names.properties[cfn]?.[property];
  const wanted = stated === undefined ? spellings(property, cfn) : [flat(stated)];
  for (const spelling of wanted) {
    const found = inputs.find((input) => flat(input.name) === spelling);
    if (found) return found;
  }
  return undefined;
}

/**
 * `GroupName` of AWS::EC2::SecurityGroup is `name` in Pulumi: the last words of the type's name are dropped if the full name
 * does not exist. Lists may be singular or plural.
 */
function spellings(property: string, cfn: string): string[] {
  const whole = flat(property);
  const words = (cfn.split("::")[2] ?? "").match(/[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+/g) ?? [];
  const own = words.map((_, index) => flat(words.slice(index).join("")));
  const short = own
    .filter((prefix) => whole.startsWith(prefix) && whole.length > prefix.length)
    .map((prefix) => whole.slice(prefix.length))
    .filter((rest) => ["name", "description", "identifier", "type", "id"].includes(rest));
  const bare = whole.replace(/^db/, "");
  return [whole, `${whole}s`, whole.replace(/s$/, ""), whole.replace(/y$/, "ies"), ...short, bare];
}
