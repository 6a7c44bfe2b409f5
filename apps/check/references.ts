import { validateRoute } from "../../components/check/names.ts";
import { join } from "../../components/check/parse.ts";
import type { ValidationIssue } from "../../components/validation.ts";
import { type Known, type KnownService, unknown, usesOf } from "./known.ts";

/** Everything that names a service or a store names one that there is, and that makes sense there. */
export function validateReferences(known: Known): ValidationIssue[] {
  return [
    ...known.services.flatMap((service) => [
      ...validateUses(service, known),
      ...validateCalls(service, known),
      ...validateConfigServer(service, known),
    ]),
    ...validateCycles(known),
    ...validateRoutes(["routes"], known.routes, known),
    ...validateRoutes(["internal", "routes"], known.internalRoutes, known),
  ];
}

function validateUses(service: KnownService, { stores }: Known): ValidationIssue[] {
  const uses = usesOf(service);
  return uses.flatMap((store, index): ValidationIssue[] => {
    const key = `${service.key}.uses[${index}]`;
    if (uses.indexOf(store) < index) {
      return [
        { key, value: store, problem: "stands there twice", remedy: "Leave one of them out." },
      ];
    }
    return unknown(key, store, stores, "store");
  });
}

function validateCalls({ name, key, spec }: KnownService, { services }: Known): ValidationIssue[] {
  return (spec.callsTo ?? []).flatMap((called, index): ValidationIssue[] => {
    const at = `${key}.callsTo[${index}]`;
    return called === name
      ? [{ key: at, value: called, problem: "is the service itself", remedy: "Leave it out." }]
      : unknown(at, called, services, "service");
  });
}

function validateConfigServer(
  { name, key, spec }: KnownService,
  { services }: Known,
): ValidationIssue[] {
  const { configServer, runtime } = spec;
  if (configServer === undefined) return [];
  const at = { key: `${key}.configServer`, value: configServer };
  if (configServer === name) {
    return [{ ...at, problem: "is the service itself", remedy: "Leave it out." }];
  }
  const none = unknown(at.key, configServer, services, "service");
  if (none.length > 0) return none;
  const server = services.find((other) => other.name === configServer);
  const wrong = (problem: string, remedy: string): ValidationIssue[] => [
    { ...at, problem, remedy },
  ];
  if (runtime !== undefined && runtime !== "spring") {
    return wrong(`is read by Spring services only, and the runtime is ${runtime}`, "Leave it out.");
  }
  if (server?.spec.runtime !== undefined && server.spec.runtime !== "spring") {
    return wrong(
      `is no Spring service, and a Config Server is one; its runtime is ${server.spec.runtime}`,
      "Name the Spring Cloud Config Server.",
    );
  }
  return [];
}

/** Services that wait for each other at their start would never start. One issue a circle, at its first service. */
function validateCycles({ services }: Known): ValidationIssue[] {
  const next = new Map(services.map(({ name, spec }) => [name, spec.configServer]));
  const told = new Set<string>();
  return services.flatMap(({ name, key, spec }): ValidationIssue[] => {
    const circle = [name];
    for (let at = next.get(name); at !== undefined && at !== name; at = next.get(at)) {
      if (circle.includes(at)) return [];
      circle.push(at);
    }
    const closed = circle.length > 1 && next.get(circle.at(-1) ?? "") === name;
    if (!closed || told.has(name)) return [];
    circle.forEach((member) => told.add(member));
    return [
      {
        key: `${key}.configServer`,
        value: spec.configServer,
        problem: `makes a circle: ${[...circle, name].join(" → ")}`,
        remedy: "One of them must start by itself: take its configServer out.",
      },
    ];
  });
}

function validateRoutes(
  below: readonly string[],
  routes: Known["routes"],
  { key, services }: Known,
): ValidationIssue[] {
  const seen = new Map<string, string>();
  return Object.entries(routes).flatMap(([path, target]): ValidationIssue[] => {
    const at = join(key, [...below, path]);
    const found = validateRoute(path);
    if (found !== undefined) {
      const { problem, remedy = "" } = typeof found === "string" ? { problem: found } : found;
      return [{ key: at, value: undefined, problem: `is a path that ${problem}`, remedy }];
    }
    const plain = decode(path);
    const other = seen.get(plain);
    seen.set(plain, path);
    return other === undefined
      ? unknown(at, target, services, "service")
      : [
          {
            key: at,
            value: target,
            problem: `is the same path as ${other}`,
            remedy: "Leave one of them out.",
          },
        ];
  });
}

/** `/a%62` is `/ab` to every server. */
function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
