import { protocolOf } from "../../components/app-service/network.ts";
import type { Protocol } from "../../components/app-service/service.ts";
import { join } from "../../components/check/parse.ts";
import { isObject } from "../../components/check/schema.ts";
import {
  apex,
  labelsOf,
  redirectsOf,
  routesOf,
  type Site,
  type SiteRoute,
} from "../../components/check/site.ts";
import { collect, type Report, type ValidationIssue } from "../../components/validation.ts";
import type { System } from "../system.ts";
import { sitesOf } from "./sites.ts";

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

/** Most values of the conditions of one rule, by the same page. */
const mostValues = 5;

/** The fields of an environment that decide what its gateways can do. */
export interface Gateways {
  readonly cluster?: { readonly kind: "eks" | "existing" };
  /** What stands in front of the public gateway. @default none */
  readonly edge?: "none" | "cloudfront";
  readonly network?:
    | { readonly kind: "none" }
    | { readonly kind: "vpc"; readonly zones?: { readonly publicZone: PublicZone } };
}

type PublicZone =
  { readonly kind: "existing" } | { readonly kind: "new"; readonly delegated: boolean };

/** Rules that a site needs: one for each host, path and method, and for each redirect. */
function rulesOfSite(site: Site): number {
  const routes = routesOf(site).map(
    ({ route: { labels, methods = [] } }) => labels.length * Math.max(1, methods.length),
  );
  const { hosts, paths } = redirectsOf(site);
  const redirects = hosts.length + paths.length * [site.host].flat().length;
  return routes.reduce((sum, count) => sum + count, 0) + redirects;
}

/** The redirect from HTTP to HTTPS is a rule too, and one more for the domain itself. */
const redirectRules = (systems: readonly System[], gateway: "public" | "internal"): number =>
  sitesAt(systems, gateway).some((site) => labelsOf(site).includes(apex)) ? 2 : 1;

const sitesAt = (systems: readonly System[], gateway: "public" | "internal"): readonly Site[] =>
  systems.flatMap((system) =>
    sitesOf(system).flatMap((one) => (one.gateway === gateway ? [one.site] : [])),
  );

/** What the gateways of an environment cannot do: one rule that an ALB refuses blocks all routes of its gateway. */
export function validateGateways(gateways: Gateways) {
  const isAlb = gateways.cluster?.kind === "eks";
  return (system: System, key: string): readonly ValidationIssue[] =>
    collect((report) => {
      if (!isAlb) return validateSticky(system, key, report);
      for (const { gateway, at, site } of sitesOf(system)) {
        const within = (path: readonly PropertyKey[]) => join(key, [...at, ...path]);
        for (const { service, route, key: path } of routesOf(site)) {
          validateRule(route, within(path), report);
          const spec = system.services[service];
          if (spec === undefined) continue;
          const protocol = protocolOf(spec, route.port);
          if (!hasTls(gateways)) validateWithoutTls(protocol, within(path), report);
          if (protocol === "grpc" && gateway === "public" && gateways.edge === "cloudfront")
            report(within(path), service, ...grpcAtEdge);
        }
        const rules = rulesOfSite(site) + redirectRules([system], gateway);
        if (rules > mostRules) report(within(["routes"]), undefined, tooMany(rules), fewer);
      }
    });
}

const grpcAtEdge = [
  "speaks gRPC, which the distributions of hanok:edge do not pass on",
  "Route it at the internal gateway, or write hanok:edge: none.",
] as const;

/** The standard channel of the Gateway API has no sessions. One pod keeps every client. */
function validateSticky({ services }: System, key: string, report: Report): void {
  for (const [name, { sticky, scaling }] of Object.entries(services)) {
    if (sticky === undefined || (scaling.kind === "fixed" && scaling.replicas === 1)) continue;
    const problem = "is kept by an ALB only, and the gateway of this cluster is none";
    const remedy =
      'Keep sessions in a store, or run one pod: scaling: { kind: "fixed", replicas: 1, … }.';
    report(`${key}.services.${name}.sticky`, undefined, problem, remedy);
  }
}

function validateRule(
  { path, methods, headers = {}, timeoutSeconds }: SiteRoute,
  key: string,
  report: Report,
): void {
  validatePath(path, key, report);
  const values = 1 + (path === "/" ? 1 : 2) + (methods ? 1 : 0) + Object.keys(headers).length;
  if (values > mostValues)
    report(
      key,
      undefined,
      `asks for ${values} values (the host, ${path === "/" ? "the path" : "two for the path"}, a method and each header), and a rule of an ALB has ${mostValues}`,
      "Ask for fewer headers.",
    );
  if (timeoutSeconds !== undefined)
    report(
      key,
      timeoutSeconds,
      "has no effect: an ALB has no time-out of a route",
      "Leave timeoutSeconds out, and let the service end slow requests; idleSeconds is the one time-out of an ALB.",
    );
}

/** An ALB sends HTTP/2 to its targets from a listener with TLS only. */
const hasTls = ({ network }: Gateways): boolean => {
  const zone = network?.kind === "vpc" ? network.zones?.publicZone : undefined;
  return zone?.kind !== "new" || zone.delegated;
};

function validateWithoutTls(protocol: Protocol, key: string, report: Report): void {
  if (protocol !== "http2" && protocol !== "grpc") return;
  const problem = `leads to a port that speaks ${protocol}, which needs TLS at the load balancer, and the domain is not delegated yet`;
  report(
    key,
    undefined,
    problem,
    "Delegate it first, and write delegated: true in hanok:network.zones.publicZone.",
  );
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

/** Rules by gateway, of all systems of an environment. */
function rulesOf(systems: readonly System[]): readonly (readonly [string, number])[] {
  return (["public", "internal"] as const).map((gateway) => {
    const rules = sitesAt(systems, gateway).map(rulesOfSite);
    const sum = rules.reduce((total, count) => total + count, 0);
    return [gateway, sum + redirectRules(systems, gateway)] as const;
  });
}

/** Systems that fit alone, but not together: all systems of an environment share its gateways. */
export function validateRules(
  systems: readonly System[],
  { cluster }: Gateways,
  key: string,
): readonly ValidationIssue[] {
  return collect((report) => {
    if (cluster?.kind !== "eks" || systems.length < 2) return;
    // `checkSystem` reports routes that are not an object
    const readable = systems.filter(({ routes }) => isObject(routes));
    if (readable.some((system) => rulesOf([system]).some(([, rules]) => rules > mostRules))) return;
    for (const [gateway, rules] of rulesOf(readable))
      if (rules > mostRules) {
        const names = systems.map(({ name }) => name);
        const problem = `together: the ${gateway} gateway ${tooMany(rules)}`;
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
  return rulesOf(systems).flatMap(([gateway, rules]) => {
    return rules < manyRules || rules > mostRules
      ? []
      : [
          `${key}: the ${gateway} gateway needs ${rules} rules of an ALB, and it has ${mostRules}; ` +
            `route common prefixes before it is full`,
        ];
  });
}
