import type { Addon } from "./addon.ts";
import type { AddonName } from "./chart.ts";
import { vault } from "./vault.ts";

/** Every add-on that the platform can install: one for each chart in charts.json. */
export const addonTable: Readonly<Record<AddonName, Addon>> = { vault };
