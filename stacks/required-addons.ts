import type { System } from "../apps/system.ts";
import type { AddonName } from "../components/cluster/addons/chart.ts";
import type { StoreEngine } from "../components/platform.ts";

/** The add-on that stands behind a store which is the platform's own. */
const addonOf: Readonly<Partial<Record<StoreEngine, AddonName>>> = { vault: "vault" };

/** Add-ons without which a system's stores are not there, each once. */
export function requiredAddons(systems: readonly Pick<System, "stores">[]): readonly AddonName[] {
  const engines = systems.flatMap(({ stores }) =>
    Object.values(stores).map(({ engine }) => engine),
  );
  return [...new Set(engines.flatMap((engine) => addonOf[engine] ?? []))];
}

/** The add-on behind one store, if it is not a server of the system. */
export function addonBehind(engine: StoreEngine): AddonName | undefined {
  return addonOf[engine];
}
