import type { Case } from "./case.ts";
import { monitoringCases } from "./monitoring.ts";
import { objectiveCases } from "./objectives.ts";
import { platformCases } from "./platform.ts";
import { storeCases } from "./stores.ts";
import { workloadCases } from "./workloads.ts";

export type { Case } from "./case.ts";

/** A firing and a quiet case for every alert. */
export const cases: readonly Case[] = [
  ...objectiveCases,
  ...workloadCases,
  ...storeCases,
  ...platformCases,
  ...monitoringCases,
];
