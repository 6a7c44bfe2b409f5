import { instead } from "../../components/check/suggest.ts";
import { collect, type ValidationIssue } from "../../components/validation.ts";
import type { System } from "../system.ts";
import { validateAddresses } from "./addresses.ts";

/**
 * Checks the calls and the addresses between the systems of one environment. Each system is valid by itself.
 * @param known names of all systems, also of those that the environment does not run
 */
export function validateBetween(
  systems: readonly System[],
  known: readonly string[],
): readonly ValidationIssue[] {
  return systems.flatMap((system) => {
    const others = systems.filter(({ name }) => name !== system.name);
    return [
      ...validateCalls(system, others, known),
      ...(others.length === 0
        ? []
        : validateAddresses(system, system.name, others).filter(
            // `checkSystem` tells of the system's own
            (issue) => !validateAddresses(system, system.name).some(({ key }) => key === issue.key),
          )),
    ];
  });
}

function validateCalls(
  { name: own, services }: System,
  others: readonly System[],
  known: readonly string[],
): readonly ValidationIssue[] {
  return collect((report) => {
    for (const [caller, { callsTo = [] }] of Object.entries(services))
      for (const [index, reference] of callsTo.entries()) {
        const [system = "", service = ""] = reference.split("/");
        if (!reference.includes("/")) continue;
        const wrong = (problem: string, remedy: string) =>
          report(`${own}.services.${caller}.callsTo[${index}]`, reference, problem, remedy);
        const owner = others.find(({ name }) => name === system);
        const called = owner && Object.hasOwn(owner.services, service) && owner.services[service];
        if (system === own) wrong("is a service of this system", `Write ${service}.`);
        else if (!known.includes(system))
          wrong("names a system that is not in apps/index.ts", instead(system, known));
        else if (owner === undefined)
          wrong(
            `names a service of ${system}, which this environment does not run`,
            `Add ${system} to hanok:systems, or leave the call out.`,
          );
        else if (!called)
          wrong(
            `names a service that ${system} does not have`,
            instead(service, Object.keys(owner.services)),
          );
        else if (called.port === undefined)
          wrong("is a worker, which has no port", "Leave it out, or give the service a port.");
      }
  });
}
