import { join } from "../../components/check/parse.ts";
import { isObject } from "../../components/check/schema.ts";
import { instead } from "../../components/check/suggest.ts";
import { collect, type Report, type ValidationIssue } from "../../components/validation.ts";

type Path = readonly (string | number)[];

/**
 * Names of services and stores that the system does not have. The compiler checks them in code; this is for data from
 * elsewhere. Reads any value, and leaves wrong types to the schema.
 */
export function validateKnown(system: unknown, key: string): readonly ValidationIssue[] {
  const { services, stores, routes, hosts, internal } = fieldsOf(system);
  // a table that is missing is an issue of its own, and makes no name wrong
  const known = {
    service: Object.keys(fieldsOf(services)),
    store: isObject(stores) ? Object.keys(stores) : undefined,
  };
  if (known.service.length === 0) return [];
  return collect((report) => {
    const ask = asking(known, key, report);
    for (const [name, spec] of Object.entries(fieldsOf(services))) {
      const { uses, callsTo, configServer } = fieldsOf(spec);
      const at = ["services", name];
      for (const [index, use] of listOf(uses).entries()) {
        const path = [...at, "uses", index];
        if (isObject(use)) ask("store", use["store"], [...path, "store"]);
        else ask("store", use, path);
      }
      for (const [index, callee] of listOf(callsTo).entries()) {
        const isOfOther = typeof callee === "string" && callee.includes("/");
        if (!isOfOther) ask("service", callee, [...at, "callsTo", index]);
      }
      ask("service", configServer, [...at, "configServer"]);
    }
    askRoutes(routes, ["routes"], ask);
    askHosts(hosts, ["hosts"], ask);
    askRoutes(fieldsOf(internal)["routes"], ["internal", "routes"], ask);
    askHosts(fieldsOf(internal)["hosts"], ["internal", "hosts"], ask);
  });
}

type Ask = (kind: "service" | "store", name: unknown, path: Path) => void;

function askHosts(hosts: unknown, path: Path, ask: Ask): void {
  for (const [host, routes] of Object.entries(fieldsOf(hosts)))
    askRoutes(routes, [...path, host], ask);
}

/** A target is a name, an object with it, or a list of both. */
function askRoutes(routes: unknown, path: Path, ask: Ask): void {
  for (const [route, targets] of Object.entries(fieldsOf(routes)))
    for (const [index, target] of [targets].flat().entries()) {
      const at = [...path, route, ...(Array.isArray(targets) ? [index] : [])];
      if (isObject(target)) ask("service", target["service"], [...at, "service"]);
      else ask("service", target, at);
    }
}

function asking(
  known: { readonly service: readonly string[]; readonly store: readonly string[] | undefined },
  key: string,
  report: Report,
): Ask {
  return (kind, name, path) => {
    const names = known[kind];
    if (typeof name !== "string" || name === "" || names?.includes(name) !== false) return;
    const remedy = instead(name, names, `The system has no ${kind}.`);
    report(join(key, path), name, `is not a ${kind} of the system`, remedy);
  };
}

const fieldsOf = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
