import type { System } from "../apps/system.ts";
import { noOptions, type StoreOptions } from "../components/data-tier/options.ts";
import type { StoreSpec } from "../components/platform.ts";
import type { Environment } from "./settings/schema.ts";

type Settings = Pick<Environment, "stores" | "storeOptions">;
type ServerSpec = Exclude<StoreSpec, { readonly engine: "vault" }>;

/** The options of one store, with the profile's word where it has none of its own. */
export function optionsOf(
  { stores, storeOptions }: Settings,
  system: string,
  store: string,
): StoreOptions {
  const own = storeOptions[system]?.[store] ?? noOptions;
  return { ...own, runs: own.runs ?? stores };
}

/** Specifications of the stores that are services of AWS. The platform's Vault is none. */
export function managedSpecs(
  settings: Settings,
  systems: readonly Pick<System, "name" | "stores">[],
): readonly ServerSpec[] {
  return systems.flatMap(({ name, stores }) =>
    Object.entries(stores).flatMap(([store, spec]) =>
      spec.engine !== "vault" && optionsOf(settings, name, store).runs === "managed" ? [spec] : [],
    ),
  );
}
