import type { Data } from "../code.ts";
import type { Gaps } from "./gaps.ts";
import type { Roles, ServiceRole } from "./roles.ts";

/**
 * Paths of the public host: those of Traefik's labels, then `/` for the service that a browser would open.
 * @param called names of the services that others call
 */
export function routesOf(
  { services }: Roles,
  called: ReadonlySet<string>,
  gaps: Gaps,
): Readonly<Record<string, Data>> {
  const routes: Record<string, Data> = {};
  for (const { source, name, kind } of services)
    for (const path of kind === "web" ? traefikPaths(source.labels) : []) routes[path] = name;
  const published = services
    .filter(
      ({ kind, source }) =>
        kind === "web" &&
        (source.environment.has("VIRTUAL_HOST") ||
          source.ports.some((port) => port.published !== undefined)),
    )
    .filter(({ name }) => !Object.values(routes).includes(name));
  const [first, ...others] = [...published].sort((one, other) => rank(one) - rank(other));
  if (first !== undefined) routes["/"] ??= first.name;
  const isGateway = first !== undefined && rank(first) === 0;
  for (const { name, source } of others) {
    if (isGateway || called.has(name)) {
      gaps.add(
        "todo",
        source.name,
        "It is published at a port of its own, and others call it. It is not public here: add a route if it must be.",
      );
      continue;
    }
    routes[`/${name}`] = name;
    gaps.add(
      "guess",
      source.name,
      `It is published at a port of its own, and is routed at /${name} here. It must serve that path; or leave the route out.`,
    );
  }
  if (Object.keys(routes).length === 0)
    gaps.add(
      "todo",
      undefined,
      "No service is published. Add a route for what the public may reach.",
    );
  return routes;
}

/** Paths of `PathPrefix` in Traefik's labels. A host without a path is the whole host. */
function traefikPaths(labels: ReadonlyMap<string, string>): readonly string[] {
  return [...labels].flatMap(([label, rule]) => {
    if (!/^traefik\.http\.routers\..*\.rule$/.test(label)) return [];
    const paths = [...rule.matchAll(/Path(?:Prefix)?\(\s*[`'"]([^`'"]*)/g)].map(([, path = ""]) =>
      path === "/" ? path : path.replace(/\/+$/, ""),
    );
    return paths.length > 0 ? paths : ["/"];
  });
}

/** A gateway or a front end comes first, then the usual ports of browsers. */
function rank({ name, source }: ServiceRole): number {
  const published = source.ports.flatMap((port) =>
    port.published === undefined ? [] : [port.published],
  );
  if (/gateway|proxy|router|edge|ingress/.test(name)) return 0;
  if (published.some((port) => port === "80" || port === "443")) return 1;
  if (/front|web|ui|\bapp\b|site/.test(name)) return 2;
  return published.some((port) => /^(8080|3000|8000|5000)$/.test(port)) ? 3 : 4;
}
