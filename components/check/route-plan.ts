import { apex, chunks, type Method, mostRules, type SiteRoute } from "./site.ts";

/** Most matches and rules, by the limits of the CRDs. */
const most = { matchesOfRule: 64, matches: 128, rules: mostRules } as const;

/** What a request must have. */
export type Match = Pick<SiteRoute, "path" | "headers"> & { readonly method?: Method };

/** Matches that lead to one port under one time-out. */
export interface RouteRule {
  readonly port: string | undefined;
  readonly timeoutSeconds: number | undefined;
  readonly matches: readonly Match[];
}

/** An HTTPRoute or a GRPCRoute before it has a gateway. */
export interface PlannedRoute {
  readonly name: string;
  readonly kind: "HTTPRoute" | "GRPCRoute";
  readonly labels: readonly string[];
  readonly rules: readonly RouteRule[];
}

/**
 * The routes of one service at one gateway: apart by host and protocol, and divided where one would be larger than its CRD takes.
 * @param name of the first one
 * @param isGrpc whether a port of the service speaks gRPC
 */
export function planRoutes(
  name: string,
  routes: readonly SiteRoute[],
  isGrpc: (port: string | undefined) => boolean,
): readonly PlannedRoute[] {
  const kindOf = ({ port }: SiteRoute) => (isGrpc(port) ? "GRPCRoute" : "HTTPRoute");
  return grouped(routes, (route) => `${kindOf(route)} ${route.further ?? ""}`).flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { further, labels } = first;
    const own = further === undefined ? name : `${name}-at-${further === apex ? "apex" : further}`;
    return packed(rulesOf(group)).map((rules, index) => ({
      name: index === 0 ? own : `${own}-${index + 1}`,
      kind: kindOf(first),
      labels,
      rules,
    }));
  });
}

function rulesOf(routes: readonly SiteRoute[]): readonly RouteRule[] {
  const alike = ({ port, timeoutSeconds }: SiteRoute) => `${port ?? ""} ${timeoutSeconds ?? ""}`;
  return grouped(routes, alike).flatMap((group) => {
    const { port, timeoutSeconds } = group[0] ?? {};
    const matches = group.flatMap(({ path, headers, methods }) =>
      (methods ?? [undefined]).map((method) => ({
        path,
        ...(headers && { headers }),
        ...(method && { method }),
      })),
    );
    return chunks(matches, most.matchesOfRule).map((own) => ({
      port,
      timeoutSeconds,
      matches: own,
    }));
  });
}

/** Rules in their order, as many in one route as fit. */
function packed(rules: readonly RouteRule[]): readonly (readonly RouteRule[])[] {
  const packs: RouteRule[][] = [];
  for (const rule of rules) {
    const last = packs.at(-1);
    const sum = (last ?? []).reduce((total, { matches }) => total + matches.length, 0);
    const fits = sum + rule.matches.length <= most.matches && (last?.length ?? 0) < most.rules;
    if (last !== undefined && fits) last.push(rule);
    else packs.push([rule]);
  }
  return packs;
}

/** Lists of the members with the same key, in the order of their first members. */
function grouped<T>(all: readonly T[], keyOf: (one: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return [...groups.values()];
}
