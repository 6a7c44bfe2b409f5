import { runtimes, storesOf } from "../../components/app-service/service.ts";
import { join } from "../../components/check/parse.ts";
import { collect, type Report } from "../../components/validation.ts";
import type { System } from "../system.ts";

/** Checks references to services and stores. The compiler checks that they exist. */
export function validateReferences(system: System, key: string) {
  const { services } = system;
  return collect((report) => {
    for (const [name, { callsTo = [], ...spec }] of Object.entries(services)) {
      const at = `${key}.services.${name}`;
      const uses = storesOf(spec);
      for (const [index, store] of uses.entries())
        if (uses.indexOf(store) < index)
          report(`${at}.uses[${index}]`, store, "is listed twice", "Leave one of them out.");
      const own = callsTo.indexOf(name);
      if (own >= 0) report(`${at}.callsTo[${own}]`, name, "is the service itself", "Leave it out.");
      validateConfigServer(system, name, at, report);
    }
    validateCycles(services, key, report);
    validateWorkers(system, key, report);
  });
}

/** A worker has no port: nothing calls it. */
function validateWorkers({ services }: System, key: string, report: Report): void {
  const isWorker = (name: string): boolean => services[name]?.kind === "worker";
  const wrong = (at: string, name: string) =>
    report(at, name, "is a worker, which has no port", "Leave it out, or give the service a port.");
  for (const [name, { callsTo = [], configServer = "", kind, metrics }] of Object.entries(
    services,
  )) {
    const at = join(key, ["services", name]);
    for (const [index, callee] of callsTo.entries())
      if (isWorker(callee)) wrong(`${at}.callsTo[${index}]`, callee);
    if (isWorker(configServer)) wrong(`${at}.configServer`, configServer);
    if (kind === "worker" && metrics !== undefined && metrics.port === undefined)
      report(
        `${at}.metrics.port`,
        undefined,
        "is missing",
        "Write the port: a worker has no other.",
      );
  }
}

/** Runtimes without a client of Spring's Config Server. */
const others: readonly string[] = runtimes.filter((runtime) => runtime !== "spring");

function validateConfigServer({ services }: System, name: string, at: string, report: Report) {
  const { configServer, runtime = "" } = services[name] ?? {};
  if (configServer === undefined) return;
  const server = services[configServer]?.runtime ?? "";
  const wrong = (problem: string, remedy: string) =>
    report(`${at}.configServer`, configServer, problem, remedy);
  if (configServer === name) wrong("is the service itself", "Leave it out.");
  else if (others.includes(runtime))
    wrong(`is only read by Spring services, but the runtime is ${runtime}`, "Leave it out.");
  else if (others.includes(server))
    wrong(
      `is not a Spring service, as a Config Server must be; its runtime is ${server}`,
      "Name the Spring Cloud Config Server.",
    );
}

/** Services in a cycle wait for each other and never start. Reports one issue for each cycle, at its first service. */
function validateCycles(services: System["services"], key: string, report: Report): void {
  const told = new Set<string>();
  for (const [name, { configServer }] of Object.entries(services)) {
    const circle = [name];
    let next = configServer;
    while (next !== undefined && !circle.includes(next)) {
      circle.push(next);
      next = services[next]?.configServer;
    }
    if (next !== name || circle.length === 1 || told.has(name)) continue;
    circle.forEach((member) => told.add(member));
    const problem = `makes a cycle: ${[...circle, name].join(" → ")}`;
    const remedy = "One of them must start by itself: take its configServer out.";
    report(`${key}.services.${name}.configServer`, configServer, problem, remedy);
  }
}
