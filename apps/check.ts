import { issuesOf, once } from "../components/check/parse.ts";
import { isObject } from "../components/check/schema.ts";
import type { ProfileName } from "../components/platform.ts";
import type { ValidationIssue } from "../components/validation.ts";
import { validateAddresses } from "./check/addresses.ts";
import { validateGateways } from "./check/load-balancer.ts";
import { validateKnown } from "./check/known.ts";
import { validateNames } from "./check/names.ts";
import { type Nodes, validateNodes } from "./check/nodes.ts";
import { validateReferences } from "./check/references.ts";
import { validatePermissions } from "./check/permissions.ts";
import { validateReaches } from "./check/reaches.ts";
import { systemSchema } from "./check/schema.ts";
import { validateServices } from "./check/services.ts";
import { validateSites } from "./check/sites.ts";
import { validateStores } from "./check/stores.ts";
import { validateVariables } from "./check/variables.ts";
import { type Surroundings, warningsOf } from "./check/warnings.ts";
import { inProfile, type System } from "./system.ts";

/** The part of an environment that decides whether a system can run in it. */
export interface Ground extends Nodes, Surroundings {
  /** Decides which patches of the services count. @default none of them */
  readonly profile?: ProfileName;
}

/** Result of checking a system. */
export interface Check {
  readonly issues: readonly ValidationIssue[];
  /** Complete sentences, each with its key; empty if there are issues. */
  readonly warnings: readonly string[];
}

/** Checks within one system that types cannot express. */
const checks = [
  validateNames,
  validateReferences,
  validateSites,
  validateStores,
  validateVariables,
  validateAddresses,
  validateServices,
];

/**
 * Checks the values of a system and how they fit together; the compiler checks names and fields (`defineSystem`). Does not
 * throw, even if a cast let through something else.
 * @param ground the environment to run in; without it, nodes are not checked
 */
export function checkSystem(system: System, ground?: Ground): Check {
  try {
    const issues = validate(system, ground);
    const warnings = issues.length > 0 ? [] : warningsOf(system, ground);
    return { issues, warnings };
  } catch (error) {
    const problem = `cannot be read: ${error instanceof Error ? error.message : "it throws"}`;
    const remedy = "Write plain data, without getters.";
    return { issues: [{ key: "system", value: undefined, problem, remedy }], warnings: [] };
  }
}

function validate(system: System, ground: Ground | undefined): ValidationIssue[] {
  const raw: unknown = system;
  const name = isObject(raw) && typeof raw["name"] === "string" ? raw["name"] : "";
  const key = /^[A-Za-z][\w-]{0,62}$/.test(name) ? name : "system";
  const alone = [...issuesOf(systemSchema, raw, key), ...validateKnown(raw, key)];
  const all = ground
    ? [
        ...checks,
        validateNodes(ground),
        validateGateways(ground),
        validateReaches(ground),
        validatePermissions(ground),
      ]
    : checks;
  const isWhole = alone.length === 0 && ground?.profile !== undefined;
  const merged = isWhole ? inProfile(system, ground.profile) : system;
  const across = all.flatMap((check) => {
    try {
      return check(merged, key);
    } catch (error) {
      // the check met a value that the schema has reported
      if (alone.length > 0) return [];
      throw error;
    }
  });
  // an issue of a part makes issues of what contains it redundant
  const isTold = ({ key: at }: ValidationIssue) => alone.some((one) => one.key.startsWith(at));
  return once([...alone, ...across.filter((issue) => !isTold(issue))]);
}
