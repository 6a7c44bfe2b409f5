import { issuesOf, once } from "../components/check/parse.ts";
import { isObject } from "../components/check/schema.ts";
import type { ValidationIssue } from "../components/validation.ts";
import { validateNames } from "./check/names.ts";
import { type Nodes, validateNodes } from "./check/nodes.ts";
import { validateReferences } from "./check/references.ts";
import { systemSchema } from "./check/schema.ts";
import { validateServices } from "./check/services.ts";
import { validateStores } from "./check/stores.ts";
import { validateVariables } from "./check/variables.ts";
import { type Surroundings, warningsOf } from "./check/warnings.ts";
import type { System } from "./system.ts";

/** What of an environment decides whether a system can run there; an `Environment` is one. */
export interface Ground extends Nodes, Surroundings {}

/** What is wrong with a system, and what only looks right. */
export interface Check {
  readonly issues: readonly ValidationIssue[];
  /** Whole sentences, each with its key; empty where there are issues. */
  readonly warnings: readonly string[];
}

/** What no type can refuse, in one system. */
const checks = [
  validateNames,
  validateReferences,
  validateStores,
  validateVariables,
  validateServices,
];

/**
 * Checks the values of a system, and how they fit together. Which names and fields there are is left to the compiler
 * (`defineSystem`). Throws nothing, also where a cast let through what is not a system.
 * @param ground where it shall run; without it nodes are not checked
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
  const alone = issuesOf(systemSchema, raw, key);
  const all = ground ? [...checks, validateNodes(ground)] : checks;
  const across = all.flatMap((check) => {
    try {
      return check(system, key);
    } catch (error) {
      // it met what the schema refused
      if (alone.length > 0) return [];
      throw error;
    }
  });
  // what holds a wrong part was told with that part
  const isTold = ({ key: at }: ValidationIssue) => alone.some((one) => one.key.startsWith(at));
  return once([...alone, ...across.filter((issue) => !isTold(issue))]);
}
