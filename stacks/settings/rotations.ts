import type { System } from "../../apps/system.ts";
import { instead } from "../../components/check/suggest.ts";
import { collect, type ValidationIssue } from "../../components/validation.ts";
import type { Settings } from "./schema.ts";
import { secretsOf } from "./secrets.ts";

/** Checks that each rotation names a system that runs, and a store or generated secret of it. */
export function validateRotations(
  rotations: NonNullable<Settings["rotations"]>,
  systems: readonly System[],
  secrets: Settings["secrets"] | undefined,
): readonly ValidationIssue[] {
  return collect((report) => {
    for (const [name, { stores, secrets: named }] of Object.entries(rotations)) {
      const at = `hanok:rotations.${name}`;
      const system = systems.find((one) => one.name === name);
      if (system === undefined) {
        const known = systems.map((one) => one.name);
        report(at, undefined, "is not a system that runs here", instead(name, known));
        continue;
      }
      const servers = Object.entries(system.stores)
        .filter(([, { engine }]) => engine !== "vault")
        .map(([store]) => store);
      for (const [store, generation] of Object.entries(stores))
        if (!servers.includes(store))
          report(
            `${at}.stores.${store}`,
            generation,
            "is not a store with users of its services",
            instead(store, servers),
          );
      const known = secretsOf(system);
      for (const [secret, generation] of Object.entries(named)) {
        const key = `${at}.secrets.${secret}`;
        if (!known.includes(secret))
          report(key, generation, "is not a secret of a service", instead(secret, known));
        else if (secrets?.kind === "config")
          report(
            key,
            generation,
            "has no effect, because hanok:secrets is {kind: config}",
            `Set the new value: pulumi config set --secret ${name}:${secret}`,
          );
      }
    }
  });
}
