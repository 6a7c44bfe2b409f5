import type { System } from "../apps/system.ts";
import type { AddonName } from "../components/cluster/addons/chart.ts";
import type { StoreEngine } from "../components/platform.ts";

/** The add-on that provides a store of the platform. */
const addonOf: Readonly<Partial<Record<StoreEngine, AddonName>>> = { vault: "vault" };

/** Distinct add-ons that provide the systems' stores. */
export function requiredAddons(systems: readonly Pick<System, "stores">[]): readonly AddonName[] {
  const engines = systems.flatMap(({ stores }) =>
    Object.values(stores).map(({ engine }) => engine),
  );
  return [...new Set(engines.flatMap((engine) => addonOf[engine] ?? []))];
}

/** The add-on that provides a store; undefined for a store with its own server. */
export function addonBehind(engine: StoreEngine): AddonName | undefined {
  return addonOf[engine];
}
