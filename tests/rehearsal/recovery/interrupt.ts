import { setTimeout as sleep } from "node:timers/promises";
import { shortName } from "../../../sandbox/engine/pending.ts";
import type { Lab, Operation, Victim } from "./lab.ts";

/** One interruption: the operation, the victim and the moment. */
export interface Moment {
  readonly operation: Operation;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly victim: Victim | "disk";
  /** Seconds after the engine's start. */
  readonly after: number;
  /** Kilobytes of free space for the victim `disk`. */
  readonly room: number;
}

/** Result of an interrupted run. */
export interface Left {
  readonly code: number | null;
  readonly output: string;
  /** Pending operations: `creating Deployment small-api-deployment`. */
  readonly pending: readonly string[];
  /** Whether it completed before the interruption. */
  readonly late: boolean;
}

/** Starts a run, interrupts it at the given moment, and waits for its end. */
export async function interrupt(lab: Lab, moment: Moment): Promise<Left> {
  const { operation, settings, victim, after, room } = moment;
  const run = lab.begin(operation, settings, victim === "disk" ? room : undefined);
  await lab.atWork(run);
  let hit = 1;
  if (victim !== "disk") {
    await Promise.race([sleep(after * 1_000), run.finished]);
    hit = lab.kill(run, victim);
  }
  const { code, output } = await run.finished;
  const pending = lab.state().pending_operations ?? [];
  return {
    code,
    output,
    pending: pending.map(({ type, resource }) => `${type} ${shortName(resource.urn)}`),
    late: hit === 0 || code === 0,
  };
}
