import { arnMatches } from "./arn.ts";
import { FactsFile } from "./file.ts";
import type { IamLine } from "./line.ts";
import type { IamAction } from "./types.ts";

const file = new FactsFile("iam.json");

/** Actions that match a pattern such as `ec2:Describe*`, ignoring case as IAM does. Empty if none does. */
export function iamActions(pattern: string): readonly IamAction[] {
  if (pattern === "*") return iamActions("*:*");
  const [service = "", name = "", ...rest] = pattern.split(":");
  if (rest.length > 0) return [];
  const services = /[*?]/.test(service) ? file.keys().filter(wildcard(service)) : [service];
  return services.flatMap((key) => actionsOf(key.toLowerCase(), wildcard(name)));
}

/**
 * Whether an ARN, which may contain wildcards, can match a resource of the action. `*` always does. For an action without resource types
 * nothing else does: IAM accepts another ARN, but the statement allows nothing.
 */
export function arnFits(action: IamAction, arn: string): boolean {
  if (arn === "*") return true;
  const types = file.entry<IamLine>(action.service)?.types ?? [];
  return types
    .filter(([name]) => action.resourceTypes.includes(name))
    .some(([, pattern]) => arnMatches(pattern, arn, extensionsOf(pattern, types)));
}

/** Condition keys of the action and its resource types, without the global ones (`aws:SourceIp` and so on). */
export function iamConditionKeys(action: IamAction): readonly string[] {
  const line = file.entry<IamLine>(action.service);
  const set = line?.keys[line.actions[action.name]?.[0] ?? -1] ?? "";
  return set === "" ? [] : set.split(" ");
}

/** Prefixes of all services in IAM, e.g. `ec2`. */
export function iamServices(): readonly string[] {
  return file.keys();
}

function actionsOf(service: string, fits: (name: string) => boolean): IamAction[] {
  const line = file.entry<IamLine>(service);
  return Object.entries(line?.actions ?? {})
    .filter(([name]) => fits(name))
    .map(([name, [, ...types]]) => ({
      service,
      name,
      resourceTypes: [...new Set(types.map((index) => line?.types[index]?.[0] ?? ""))],
      wildcardOnly: types.length === 0,
    }));
}

/** Text after a pattern's end in longer patterns of its service: `/` for S3's bucket, because of its object. */
function extensionsOf(pattern: string, types: IamLine["types"]): string {
  return types
    .map(([, other]) => other)
    .filter((other) => other.startsWith(pattern) && other.length > pattern.length)
    .map((other) => other.charAt(pattern.length))
    .join("");
}

function wildcard(pattern: string): (name: string) => boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  const expression = new RegExp(`^${source.replaceAll("?", ".")}$`, "i");
  return (name) => expression.test(name);
}
