import type { CoreV1Event, V1Pod } from "@kubernetes/client-node";

/** A condition of a workload of any kind. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

/** The cluster's information about a workload that failed. */
export interface Evidence {
  readonly conditions: readonly Condition[];
  readonly pods: readonly V1Pod[];
  /** Events of the workload, its ReplicaSets, its pods and its claims. */
  readonly events: readonly CoreV1Event[];
}

/** Says why a workload is not ready: rejected requests, then pods that cannot start, then warnings. At most 8 lines. */
export function explain({ conditions, pods, events }: Evidence): readonly string[] {
  const refusals = conditions
    .filter(
      ({ type, status }) => (type === "ReplicaFailure" || type === "Failed") && status === "True",
    )
    .map(({ reason, message }) => `${reason}: ${message}`);
  const pending = pods.flatMap(podLines);
  const warnings = [...events]
    .filter(({ type }) => type === "Warning")
    .sort((a, b) => timeOf(b) - timeOf(a))
    .map(({ involvedObject, reason, message, count = 1 }) => {
      const times = count > 1 ? ` (${count} times)` : "";
      return `${involvedObject.kind} ${involvedObject.name}: ${reason}: ${message?.trim()}${times}`;
    });
  const isNews = (line: string) => ![...refusals, ...pending].some((known) => repeats(known, line));
  return distinct([...refusals, ...pending, ...warnings.filter(isNews)]).slice(0, 8);
}

function podLines({ metadata, status }: V1Pod): string[] {
  const name = `Pod ${metadata?.name}`;
  const unscheduled = (status?.conditions ?? [])
    .filter(({ type, status: value }) => type === "PodScheduled" && value === "False")
    .map(({ reason, message }) => `${name}: ${reason}: ${message}`);
  const containers = [
    ...(status?.initContainerStatuses ?? []),
    ...(status?.containerStatuses ?? []),
  ].flatMap(({ name: container, state, lastState, ready, restartCount }) => {
    const ended = state?.terminated ?? lastState?.terminated;
    const waiting = state?.waiting;
    if (ready || (waiting === undefined && (ended === undefined || ended.exitCode === 0)))
      return [];
    const why = [waiting?.reason, waiting?.message, ended && endOf(ended)]
      .filter(Boolean)
      .join(", ");
    return [`${name}, container ${container}: ${why}, ${restartCount} restarts`];
  });
  if (unscheduled.length + containers.length > 0) return [...unscheduled, ...containers];
  const isReady = status?.conditions?.some(
    ({ type, status: value }) => type === "Ready" && value === "True",
  );
  const isOver = status?.phase === "Succeeded";
  return isReady === true || isOver ? [] : [`${name}: ${status?.phase ?? "Unknown"}, not ready`];
}

function endOf({ reason, exitCode }: { reason?: string; exitCode: number }): string {
  return `last ended with ${reason ?? "an error"} (exit code ${exitCode})`;
}

function timeOf({ lastTimestamp, eventTime, metadata }: CoreV1Event): number {
  return new Date(lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? 0).getTime();
}

/** Whether an event repeats a condition. */
function repeats(known: string, event: string): boolean {
  const message = known.slice(known.lastIndexOf(": ") + 2).slice(0, 60);
  return message.length > 20 && event.includes(message);
}

/** Removes duplicates. Pods of one workload usually report the same, so pod names are ignored. */
function distinct(lines: readonly string[]): string[] {
  const bare = (line: string) => line.replace(/^(Pod|ReplicaSet) [^:,]+/, "$1");
  const groups = new Map<string, string[]>();
  for (const line of lines) groups.set(bare(line), [...(groups.get(bare(line)) ?? []), line]);
  return [...groups.values()].map(([first = "", ...others]) =>
    others.length > 0 ? `${first} (and ${others.length} more like it)` : first,
  );
}
