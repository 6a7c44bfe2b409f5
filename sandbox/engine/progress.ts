import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation/index.js";
import { shortName } from "./pending.ts";

/** Progress of a run. */
export interface Progress {
  /** Resources in progress by URN, with their operation and its start time. */
  readonly active: ReadonlyMap<string, { readonly verb: string; readonly since: number }>;
  readonly done: number;
  readonly failed: number;
  /** URNs of all resources that the engine has mentioned. */
  readonly seen: ReadonlySet<string>;
}

export const noProgress: Progress = { active: new Map(), done: 0, failed: 0, seen: new Set() };

const verbs: Readonly<Record<string, string>> = {
  create: "creating",
  "create-replacement": "replacing",
  replace: "replacing",
  update: "updating",
  delete: "deleting",
  "delete-replaced": "deleting",
  read: "reading",
  refresh: "reading",
  import: "importing",
};

/** Components, the stack and providers are not counted: they are no objects of the user's. */
function isPlumbing({ type, new: after, old: before }: StepEventMetadata): boolean {
  return type.startsWith("pulumi:") || (after ?? before)?.custom !== true;
}

/** Returns the progress after one more engine event. */
export function advance(progress: Progress, event: EngineEvent, now: number): Progress {
  const { resourcePreEvent: begun, resOutputsEvent: ended, resOpFailedEvent: broken } = event;
  const metadata = (begun ?? ended ?? broken)?.metadata;
  if (metadata === undefined || isPlumbing(metadata)) return progress;
  const { urn, op } = metadata;
  const active = new Map(progress.active);
  const seen = new Set(progress.seen).add(urn);
  if (begun !== undefined) {
    const verb = verbs[op];
    if (verb === undefined) return { ...progress, seen, done: progress.done + 1 };
    active.set(urn, { verb, since: now });
    return { ...progress, seen, active };
  }
  // an unchanged resource also reports its outputs; it was counted when it was first mentioned
  if (!active.delete(urn)) return { ...progress, seen };
  return broken === undefined
    ? { ...progress, active, seen, done: progress.done + 1 }
    : { ...progress, active, seen, failed: progress.failed + 1 };
}

/** Further input of a progress line. */
export interface LineOptions {
  /** The operation, `up`. */
  readonly verb: string;
  /** Number of resources in the previous state; the program may register more or fewer. */
  readonly expected: number;
  readonly seconds: number;
  /** Maximum length in columns. */
  readonly width: number;
}

/** One line with the number of finished and remaining resources, the longest operation in progress, and the time. */
export function progressLine(
  progress: Progress,
  { verb: of, expected, seconds, width }: LineOptions,
): string {
  const { active, done, failed, seen } = progress;
  if (seen.size === 0) return clip(`${of}: starting the program, ${Math.round(seconds)} s`, width);
  const total = Math.max(expected, seen.size);
  const counts = `${of}: ${done} of ${total}, ${Math.max(0, total - done - failed)} left${
    failed > 0 ? `, ${failed} failed` : ""
  }, ${Math.round(seconds)} s`;
  const [first, ...others] = [...active].sort(([, a], [, b]) => a.since - b.since);
  if (first === undefined) return clip(counts, width);
  const [urn, { verb }] = first;
  const rest = others.length > 0 ? ` and ${others.length} more` : "";
  return clip(`${counts} — ${verb} ${shortName(urn)}${rest}`, width);
}

function clip(line: string, width: number): string {
  return line.length <= width ? line : `${line.slice(0, Math.max(1, width - 1))}…`;
}
