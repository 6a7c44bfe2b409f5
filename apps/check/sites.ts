import { portsOf, protocolOf } from "../../components/app-service/network.ts";
import { validateLabel, validateRoute } from "../../components/check/names.ts";
import { join } from "../../components/check/parse.ts";
import {
  apex,
  labelsOf,
  redirectsOf,
  routesOf,
  type Site,
  type SiteRoute,
} from "../../components/check/site.ts";
import { instead } from "../../components/check/suggest.ts";
import { collect, type Report, type ValidationIssue } from "../../components/validation.ts";
import type { System } from "../system.ts";

/** The sites of a system with their keys: the public one, and that of the internal gateway. */
export function sitesOf(system: System) {
  return [
    { gateway: "public", at: [], site: system },
    ...(system.internal
      ? [{ gateway: "internal", at: ["internal"], site: system.internal } as const]
      : []),
  ] as const satisfies readonly { gateway: string; at: readonly string[]; site: Site }[];
}

/** Checks hosts, paths, targets and redirects. The compiler checks that services exist. */
export function validateSites(system: System, key: string): readonly ValidationIssue[] {
  return collect((report) => {
    for (const { at, site } of sitesOf(system)) {
      const within = (path: readonly PropertyKey[]) => join(key, [...at, ...path]);
      validateHosts(site, within, report);
      validateRedirects(site, within, report);
      validatePaths(system, site, within, report);
      validateProtocols(system, site, within, report);
    }
  });
}

const ownHosts = ({ host }: Site): readonly [string, ...string[]] => {
  const [first = "", ...more] = new Set([host].flat());
  return [first, ...more];
};

type Within = (path: readonly PropertyKey[]) => string;

function validateHosts(site: Site, within: Within, report: Report): void {
  // the schema tells of a host that is twice in its own list
  const labels = labelsOf({ ...site, host: ownHosts(site) });
  const twice = labels.find((label, index) => labels.indexOf(label) < index);
  if (twice === undefined) return;
  const at = Object.hasOwn(site.redirects ?? {}, twice) ? "redirects" : "hosts";
  const problem = "is also a host with routes";
  report(within([at, twice]), undefined, problem, "Leave one of them out.");
}

function validateRedirects(site: Site, within: Within, report: Report): void {
  const { hosts, paths } = redirectsOf(site);
  const served = [...[site.host].flat(), ...Object.keys(site.hosts ?? {})];
  for (const { from, to } of hosts) {
    const wrong = from === apex ? undefined : validateLabel(from);
    if (wrong)
      report(
        within(["redirects", from]),
        undefined,
        `is a host that ${wrong.problem}`,
        wrong.remedy,
      );
    else if (!served.includes(to))
      report(within(["redirects", from]), to, "is not a host of this system", instead(to, served));
  }
  for (const { from, to } of paths) {
    const wrong = (problem: string, remedy: string) =>
      report(within(["redirects", from]), to, problem, remedy);
    if (!to.startsWith("/")) wrong("is not a path", "Write a path, like /new.");
    else if (paths.some((other) => other.from === to))
      wrong("is redirected again", "Write the path that answers.");
  }
}

/** `/package.Service` with a method or without, or `/`. */
const grpcPath = /^\/([A-Za-z_]\w*(\.[A-Za-z_]\w*)*(\/[A-Za-z_]\w*)?)?$/;

function validatePaths({ services }: System, site: Site, within: Within, report: Report): void {
  const seen = new Map<string, string>();
  for (const { service, route, key } of routesOf(site)) {
    const { path, further = "" } = route;
    // `validateHosts` tells of such a host
    if (ownHosts(site).includes(further)) continue;
    const at = within(key);
    const spec = Object.hasOwn(services, service) ? services[service] : undefined;
    const isGrpc = spec !== undefined && protocolOf(spec, route.port) === "grpc";
    const found = validateRoute(path);
    if (found !== undefined) report(at, undefined, `is a path that ${found.problem}`, found.remedy);
    else if (isGrpc && !grpcPath.test(path))
      report(
        at,
        undefined,
        "is not a path of gRPC",
        "Write /package.Service, /package.Service/Method, or / for all of them.",
      );
    if (found !== undefined) continue;
    for (const claim of claimsOf(route)) {
      const other = seen.get(claim);
      seen.set(claim, path);
      if (other === undefined) continue;
      report(at, service, `is the same path as ${other}`, "Leave one of them out.");
      break;
    }
  }
}

/** What a route takes for itself: a host, a path, a method and headers. */
function claimsOf({ labels, path, headers = {}, methods = [] }: SiteRoute): readonly string[] {
  const asked = Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value])
    .sort();
  return [...new Set(labels)].flatMap((label) =>
    (methods.length === 0 ? [""] : methods).map((method) =>
      JSON.stringify([label, decode(path), method, asked]),
    ),
  );
}

/** Servers treat `/a%62` as `/ab`. */
function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function validateProtocols({ services }: System, site: Site, within: Within, report: Report): void {
  const spoken = new Map<string, "grpc" | "http">();
  for (const { service, route, key } of routesOf(site)) {
    const spec = Object.hasOwn(services, service) ? services[service] : undefined;
    if (spec === undefined) continue;
    const wrong = (problem: string, remedy: string) =>
      report(within(key), service, problem, remedy);
    const { port, labels, methods, timeoutSeconds } = route;
    const names = portsOf(spec).map(({ name }) => name);
    if (["worker", "cron", "job"].includes(spec.kind ?? ""))
      wrong(`is a ${spec.kind}, which has no port`, "Leave it out, or give the service a port.");
    else if (port !== undefined && !names.slice(1).includes(port))
      wrong(
        `has no port ${port}`,
        instead(port, names.slice(1), "Leave the port out: it has no further one."),
      );
    const protocol = protocolOf(spec, port);
    if (protocol === "tcp")
      wrong("speaks tcp at this port, which no gateway routes", "Route a port that speaks HTTP.");
    const kind = protocol === "grpc" ? "grpc" : "http";
    if (kind === "grpc" && (methods ?? timeoutSeconds) !== undefined)
      wrong(
        "speaks gRPC, whose routes have no methods of HTTP and no time-outs",
        "Leave them out: a path names the service and its method.",
      );
    for (const label of labels) {
      const other = spoken.get(label) ?? kind;
      spoken.set(label, other);
      if (other === kind) continue;
      // a gateway accepts one kind of route for a host
      const remedy = `Give it a host of its own: hosts: { rpc: { "/": "${service}" } }.`;
      wrong(
        `speaks ${kind === "grpc" ? "gRPC" : "HTTP"}, and the others at this host do not`,
        remedy,
      );
      break;
    }
  }
}
