import { cgv } from "./cgv/index.ts";
import { fasting } from "./fasting/index.ts";
import { portfolio } from "./portfolio/index.ts";
import type { System } from "./system.ts";
import { trustalk } from "./trustalk/index.ts";
import { zipbob } from "./zipbob/index.ts";

/** Every system that an environment may name in `hanok:systems`. */
export const systems: Readonly<Record<string, System>> = {
  cgv,
  fasting,
  portfolio,
  trustalk,
  zipbob,
};
