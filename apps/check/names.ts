import {
  internalRouteOf,
  planOf,
  podsServiceOf,
  routedPortsOf,
  routedServiceOf,
} from "../../components/app-service/network.ts";
import { storesOf } from "../../components/app-service/service-spec.ts";
import { secretsOf } from "../../components/app-service/variables.ts";
import { longestName, validateLabel } from "../../components/check/names.ts";
import { join } from "../../components/check/parse.ts";
import {
  aclSecret,
  keyfileSecret,
  membersService,
  provisionName,
  rootSecret,
  userSecret,
} from "../../components/check/store-names.ts";
import { redirectNames, routesOf } from "../../components/check/site.ts";
import { collect, type Report } from "../../components/validation.ts";
import type { System } from "../system.ts";

/** Names that exist in every namespace: its ServiceAccount, and the policy that denies all traffic. */
const taken = ["default", "deny-all"];

/** Checks that Kubernetes accepts all names and that no two objects share one. */
export function validateNames(system: System, key: string) {
  const { stores, services } = system;
  const all = [
    ...Object.keys(stores).map((name) => [name, join(key, ["stores", name])] as const),
    ...Object.keys(services).map((name) => [name, join(key, ["services", name])] as const),
  ];
  const alone = collect((report) => {
    for (const [name, at] of all) {
      const found = taken.includes(name)
        ? { problem: "exists in every namespace", remedy: "Choose another name." }
        : validateLabel(name, longestName);
      if (found) report(at, undefined, `has a name that ${found.problem}`, found.remedy);
    }
  });
  return alone.length > 0 ? alone : collect((report) => validateObjects(system, key, report));
}

/** Objects with derived names, as `<kind> <name>`, by the key of the part that creates them. */
function objectsOf(system: System, key: string) {
  const { services, stores, internal } = system;
  const [open, inside] = [routesOf(system), internal ? routesOf(internal) : []];
  const to = (routes: typeof open, name: string) =>
    routes.filter(({ service }) => service === name).map(({ route }) => route);
  return [
    ...Object.entries(stores)
      .filter(([, { engine }]) => engine !== "vault")
      .map(([name, { engine }]) => ({
        key: join(key, ["stores", name]),
        objects: [
          `Service ${name}`,
          `Service ${provisionName(name)}`,
          `Secret ${rootSecret(name)}`,
          engine === "mongodb" && `Service ${membersService(name)}`,
          engine === "mongodb" && `Secret ${keyfileSecret(name)}`,
          engine === "valkey" && `Secret ${aclSecret(name)}`,
        ],
      })),
    ...Object.entries(services).map(([name, spec]) => ({
      key: join(key, ["services", name]),
      objects: [
        `Service ${name}`,
        (spec.volume !== undefined || spec.headless === true) && `Service ${podsServiceOf(name)}`,
        ...routedPortsOf([...to(open, name), ...to(inside, name)]).map(
          (port) => `Service ${routedServiceOf(name, port)}`,
        ),
        ...[
          ...planOf(name, spec, to(open, name)),
          ...planOf(internalRouteOf(name), spec, to(inside, name)),
        ].map((route) => `${route.kind} ${route.name}`),
        spec.secrets !== undefined && `Secret ${secretsOf(name)}`,
        ...[...new Set(storesOf(spec))].map((store) => `Secret ${userSecret(name, store)}`),
      ],
    })),
    {
      key: join(key, ["redirects"]),
      objects: redirectNames(system).map((name) => `HTTPRoute ${name}`),
    },
    {
      key: join(key, ["internal", "redirects"]),
      objects: redirectNames(internal ?? {}, "internal-").map((name) => `HTTPRoute ${name}`),
    },
  ];
}

function validateObjects(system: System, key: string, report: Report): void {
  const first = new Map<string, string>();
  for (const { key: at, objects } of objectsOf(system, key)) {
    for (const id of objects.filter((one) => one !== false)) {
      const other = first.get(id);
      first.set(id, other ?? at);
      const [kind, name = ""] = id.split(" ");
      const isBoth = kind === "Service" && at.endsWith(`.${name}`) && other?.endsWith(`.${name}`);
      if (other !== undefined && other !== at && isBoth)
        report(at, undefined, "has the name of a store; both would be a Service", rename);
      else if (other !== undefined) {
        const who = other === at ? "another part of it" : other;
        report(at, undefined, `creates the same ${id} as ${who}`, rename);
      } else if (name.length > 63) {
        const problem = `creates the ${id}, whose name has ${name.length} characters`;
        report(at, undefined, problem, "At most 63 fit; shorten a name.");
      }
    }
  }
}

const rename = "Rename one of them.";
