import { join } from "../../components/check/parse.ts";
import { isObject } from "../../components/check/schema.ts";
import { collect, type Report, type ValidationIssue } from "../../components/validation.ts";
import type { System } from "../system.ts";

/**
 * Longest path of a route. The AWS Load Balancer Controller writes the patterns `/path` and `/path/*`, and a pattern has
 * 128 letters (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html#path-conditions).
 */
const longestPath = 128 - "/*".length;

/** Characters of a path pattern, apart from the wildcards `*` and `?`. */
const inPattern = /^[A-Za-z0-9_.$/~"'@:+;&-]*$/;

/**
 * Most rules of an ALB without its default ones. The quota can be raised, but a plan must not need it
 * (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html).
 */
const mostRules = 100;

/** Rules from which on a warning tells that the quota is near. */
const manyRules = 80;

/** The redirect from HTTP to HTTPS is a rule too. */
const redirectRules = 1;

/** The fields of an environment that decide whether its gateways are ALBs. */
export interface Gateways {
  readonly cluster?: { readonly kind: "eks" | "existing" };
}

/** The two gateways of a system, each with the key of its routes. */
const gatewaysOf = ({ routes, internal }: System) =>
  [
    { gateway: "public", at: ["routes"], routes },
    { gateway: "internal", at: ["internal", "routes"], routes: internal?.routes ?? {} },
  ] as const;

/** Limits of an ALB: one path that it refuses blocks all routes of its gateway. */
export function validateLoadBalancer({ cluster }: Gateways) {
  return (system: System, key: string): readonly ValidationIssue[] =>
    collect((report) => {
      if (cluster?.kind !== "eks") return;
      for (const { at, routes } of gatewaysOf(system)) {
        for (const path of Object.keys(routes))
          validatePath(path, join(key, [...at, path]), report);
        const rules = Object.keys(routes).length + redirectRules;
        if (rules > mostRules) report(join(key, at), undefined, tooMany(rules), fewer);
      }
    });
}

function validatePath(path: string, key: string, report: Report): void {
  if (path.length > longestPath) {
    const problem = `has ${path.length} characters, but a path at an ALB has at most ${longestPath}`;
    report(key, undefined, problem, "Route a shorter prefix of it.");
  }
  const bad = [...new Set([...path].filter((letter) => !inPattern.test(letter)))];
  if (bad.length === 0) return;
  const above = path.slice(0, path.search(/[^A-Za-z0-9_.$/~"'@:+;&-]/)).replace(/\/[^/]*$/, "");
  report(
    key,
    undefined,
    `has ${bad.join(" ")}, and an ALB takes letters, digits and _-.$/~"'@:+;& only`,
    `Route the path above it, "${above || "/"}", or rename it in these letters.`,
  );
}

const tooMany = (rules: number): string =>
  `needs ${rules} rules of an ALB (one a path, and the redirect), and it has ${mostRules}`;
const fewer = "Route common prefixes, like /api, in place of single paths.";

/** Paths by gateway, of all systems of an environment. */
function rulesOf(systems: readonly System[]): Readonly<Record<"public" | "internal", number>> {
  const rules = { public: 0, internal: 0 };
  for (const system of systems)
    for (const { gateway, routes } of gatewaysOf(system))
      // `checkSystem` reports routes that are not an object
      rules[gateway] += isObject(routes) ? Object.keys(routes).length : 0;
  return rules;
}

/** Systems that fit alone, but not together: all systems of an environment share its gateways. */
export function validateRules(
  systems: readonly System[],
  { cluster }: Gateways,
  key: string,
): readonly ValidationIssue[] {
  return collect((report) => {
    if (cluster?.kind !== "eks" || systems.length < 2) return;
    const isAlone = systems.some((system) =>
      Object.values(rulesOf([system])).some((paths) => paths + redirectRules > mostRules),
    );
    if (isAlone) return;
    for (const [gateway, paths] of Object.entries(rulesOf(systems)))
      if (paths + redirectRules > mostRules) {
        const names = systems.map(({ name }) => name);
        const problem = `together: the ${gateway} gateway ${tooMany(paths + redirectRules)}`;
        report(key, names, problem, `${fewer} Or deploy a system in an environment of its own.`);
      }
  });
}

/** A sentence for each gateway whose rules are near the quota of an ALB. */
export function ruleWarnings(
  systems: readonly System[],
  { cluster }: Gateways,
  key: string,
): string[] {
  if (cluster?.kind !== "eks") return [];
  return Object.entries(rulesOf(systems)).flatMap(([gateway, paths]) => {
    const rules = paths + redirectRules;
    return rules < manyRules || rules > mostRules
      ? []
      : [
          `${key}: the ${gateway} gateway needs ${rules} rules of an ALB, and it has ${mostRules}; ` +
            `route common prefixes before it is full`,
        ];
  });
}
