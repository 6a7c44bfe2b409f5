import { referenceCircle } from "../../components/app-service/references.ts";
import { startsAfter } from "../../components/app-service/resolve-service.ts";
import { runtimes } from "../../components/app-service/service.ts";
import { storesOf } from "../../components/app-service/service-spec.ts";
import { join } from "../../components/check/parse.ts";
import { instead } from "../../components/check/suggest.ts";
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
    validateJobs(services, key, report);
    validateWorkers(system, key, report);
  });
}

/** A worker, a cron service and a job have no port: nothing calls them. */
function validateWorkers({ services }: System, key: string, report: Report): void {
  const wrong = (at: string, name: string) => {
    const { kind = "web" } = services[name] ?? {};
    const remedy = "Leave it out, or give the service a port.";
    if (["worker", "cron", "job"].includes(kind))
      report(at, name, `is a ${kind}, which has no port`, remedy);
  };
  for (const [name, { callsTo = [], configServer = "", kind, metrics }] of Object.entries(
    services,
  )) {
    const at = join(key, ["services", name]);
    for (const [index, callee] of callsTo.entries()) wrong(`${at}.callsTo[${index}]`, callee);
    wrong(`${at}.configServer`, configServer);
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

/** Services in a cycle wait for each other and never start. Reports one issue for each cycle. */
function validateCycles(services: System["services"], key: string, report: Report): void {
  const waits = new Map(
    Object.keys(services).map((name) => [name, startsAfter(services, name)] as const),
  );
  for (let circle = referenceCircle(waits); circle; circle = referenceCircle(waits)) {
    circle.forEach((member) => waits.delete(member));
    if (circle.length === 2) continue;
    const problem = `makes a cycle: ${circle.join(" → ")}`;
    const job = circle.find((name) => services[name]?.kind === "job");
    const [name = ""] = circle;
    if (job !== undefined) {
      const remedy = "A job needs what is up before it: take that service out.";
      report(`${key}.services.${job}.before`, services[job]?.before, problem, remedy);
    } else {
      const remedy = "One of them must start by itself: take its configServer out.";
      const { configServer } = services[name] ?? {};
      report(`${key}.services.${name}.configServer`, configServer, problem, remedy);
    }
  }
}

/** A job waits for no service that waits for it. */
function validateJobs(services: System["services"], key: string, report: Report): void {
  for (const [name, { before = [], callsTo = [] }] of Object.entries(services)) {
    const at = `${key}.services.${name}`;
    for (const [index, service] of before.entries()) {
      const { kind = "web" } = services[service] ?? {};
      const wrong = (problem: string, remedy: string) =>
        report(`${at}.before[${index}]`, service, problem, remedy);
      if (!Object.hasOwn(services, service))
        wrong("is not a service", instead(service, Object.keys(services)));
      else if (before.indexOf(service) < index) wrong("is listed twice", "Leave one of them out.");
      else if (kind === "cron" || kind === "job")
        wrong(`is a ${kind}, which does not roll out`, "Name services that keep running.");
    }
    for (const [index, callee] of callsTo.entries())
      if (before.includes(callee)) {
        const remedy = "Take it out of before, or do not call it: it is not there yet.";
        report(`${at}.callsTo[${index}]`, callee, "waits for this job", remedy);
      }
  }
}
