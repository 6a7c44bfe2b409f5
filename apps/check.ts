import { z } from "zod";
import { clashMessage, variableClashes } from "../components/app-service/variables.ts";
import { validateLabel } from "../components/check/names.ts";
import { once, parse } from "../components/check/parse.ts";
import { fields, isObject, kindOf, leaf, text } from "../components/check/schema.ts";
import type { ValidationIssue } from "../components/validation.ts";
import type { StoreEngine } from "../components/platform.ts";
import { type Known, understand } from "./check/known.ts";
import { validateNames } from "./check/names.ts";
import { validatePods, type Nodes } from "./check/pods.ts";
import { validateReferences } from "./check/references.ts";
import { validateStores } from "./check/stores.ts";
import { validateVariables } from "./check/variables.ts";
import { type Surroundings, warningsOf } from "./check/warnings.ts";
import type { System } from "./system.ts";

/** What of an environment decides whether a system can run there; an `Environment` is one. */
export interface Ground extends Nodes, Surroundings {}

/** What is wrong with a system, and what only looks right. */
export interface Check {
  readonly issues: readonly ValidationIssue[];
  /** Whole sentences, each with its key; none where there are issues. */
  readonly warnings: readonly string[];
}

/**
 * Asks at run time what the compiler asked before, and what no compiler can: a system may be cast, generated, or
 * written in JavaScript. It throws nothing, whatever it is given.
 * @param ground where it shall run; without it nothing is said about nodes
 */
export function checkSystem(system: System, ground?: Ground): Check {
  try {
    const issues = validate(system, ground);
    return issues.length > 0
      ? { issues, warnings: [] }
      : { issues, warnings: warningsOf(system, ground) };
  } catch (error) {
    const problem = `cannot be read: ${error instanceof Error ? error.message : "it throws"}`;
    const remedy = "Write plain data, without getters.";
    return { issues: [{ key: "system", value: undefined, problem, remedy }], warnings: [] };
  }
}

const part = (what: string, example: string) =>
  leaf<Readonly<Record<string, unknown>>>(`Write ${what} by ${example}.`, (value) =>
    isObject(value) ? undefined : `is ${kindOf(value)}, not an object`,
  );

const host = (remedy: string) =>
  text(remedy, (value) =>
    value.includes(".")
      ? {
          problem: "is more than one label",
          remedy: "Write the first label: the domain is a setting.",
        }
      : validateLabel(value),
  );

/** Namespaces that a cluster has already. */
const taken = /^(default|kube-.*|vault|gateway|monitoring)$/;

const shape = fields(
  {
    name: text("Write a DNS label, like zipbob.", (value) =>
      taken.test(value)
        ? { problem: "is a namespace of the platform", remedy: "Choose another name." }
        : validateLabel(value),
    ),
    host: host("Write the first label of the public host, like backend."),
    stores: part("stores", 'name: { mariadb: { engine: "mariadb", storage: "20Gi" } }'),
    services: part("services", "name, one at least").refine(
      (services) => !isObject(services) || Object.keys(services).length > 0,
      { error: "is empty", params: { remedy: "Write services by name, one at least." } },
    ),
    routes: part("services", 'path: { "/": "edge" }'),
    internal: fields(
      {
        host: host("Write the first label of the internal host, like admin."),
        routes: part("services", 'path: { "/": "dashboard" }').refine(
          (routes) => !isObject(routes) || Object.keys(routes).length > 0,
          { error: "is empty", params: { remedy: "Write a path, or leave internal out." } },
        ),
      },
      'Write { host: "admin", routes: { "/": "dashboard" } }.',
    ).optional(),
  },
  "Write defineSystem({ name, host, stores, services, routes }), and internal where it has such names.",
);

function validate(system: System, ground: Ground | undefined): ValidationIssue[] {
  const raw: unknown = system;
  const named =
    isObject(raw) && typeof raw["name"] === "string" && /^[A-Za-z][\w-]{0,62}$/.test(raw["name"]);
  const key = named ? system.name : "system";
  const { issues: outer } = parse(shape, z.unknown(), raw, key);
  if (!isObject(raw)) return [...outer];
  const { known, issues } = understand(raw, key);
  const alone = known.services.flatMap((service) => validatePods(service, ground));
  // without one of the two every name would be unknown
  if (!isObject(raw["stores"]) || known.services.length === 0) {
    return once([...outer, ...issues, ...alone]);
  }
  return once([
    ...outer,
    ...issues,
    ...validateNames(known),
    ...validateReferences(known),
    ...validateStores(known),
    ...validateVariables(known),
    ...alone,
    ...validateClashes(system, known),
  ]);
}

/** Two stores of one service that give the same variable, such as two SQL databases. */
function validateClashes(
  { services }: System,
  { services: known, stores }: Known,
): ValidationIssue[] {
  const engines: Record<string, StoreEngine> = {};
  for (const { name, engine } of stores) if (engine !== undefined) engines[name] = engine;
  return known.flatMap(({ name, key, whole }): ValidationIssue[] => {
    const spec = whole ? services[name] : undefined;
    const [clash] = spec === undefined ? [] : variableClashes(spec, engines);
    if (clash === undefined) return [];
    const [problem = "", remedy = ""] = clashMessage(clash).split("; ");
    const sentence = `${remedy.charAt(0).toUpperCase()}${remedy.slice(1)}.`;
    return [
      { key: `${key}.uses`, value: undefined, problem: `clash: ${problem}`, remedy: sentence },
    ];
  });
}
