import type { System } from "./system.ts";
import { zipbob } from "./zipbob/index.ts";

/** Every system that an environment may name in `hanok:systems`. */
export const systems: Readonly<Record<string, System>> = { zipbob };
