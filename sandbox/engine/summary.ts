import type { Endpoint, SystemReadiness } from "./census.ts";

/** Number of resources by Pulumi's name of the operation: `create`, `update`, `same`, ... */
export type Changes = Readonly<Partial<Record<string, number>>>;

const words: readonly (readonly [string, string])[] = [
  ["create", "created"],
  ["import", "imported"],
  ["update", "updated"],
  ["replace", "replaced"],
  ["delete", "deleted"],
  ["discard", "discarded"],
  ["same", "unchanged"],
];

/** Whether a run changed nothing, or would change nothing. */
export function isUnchanged(changes: Changes): boolean {
  return Object.entries(changes).every(
    ([op, count]) => op === "same" || op === "read" || count === 0,
  );
}

/** "no change: 143 resources are as declared", or "resources: 140 created, 3 unchanged". */
export function changesLine(changes: Changes, plan = false): string {
  if (isUnchanged(changes)) return `no change: ${changes["same"] ?? 0} resources are as declared`;
  const counts = words.flatMap(([op, word]) => {
    const count = changes[op] ?? 0;
    if (count === 0) return [];
    return [plan && op !== "same" ? `${count} to ${op}` : `${count} ${word}`];
  });
  return `${plan ? "plan" : "resources"}: ${counts.join(", ")}`;
}

/** Workloads and endpoints in the cluster. */
export interface Standing {
  readonly systems: readonly SystemReadiness[];
  readonly endpoints: readonly Endpoint[];
  readonly kubeconfig: string;
}

/** Input of the summary at the end of a run. */
export interface Summary extends Standing {
  readonly stack: string;
  readonly changes: Changes;
  readonly seconds: Readonly<Record<"total" | "tools" | "cluster" | "up", number>>;
}

/** The workloads of each system, the endpoints, and how to reach the cluster. */
export function statusText({ systems, endpoints, kubeconfig }: Standing): string[] {
  const width = Math.max(0, ...systems.map(({ system }) => system.length));
  const rows = systems.map(
    ({ system, workloads, pods }) =>
      `  ${system.padEnd(width)}  ${workloads.ready}/${workloads.total} workloads ready, ` +
      `${pods.ready}/${pods.total} pods`,
  );
  const missing = systems.flatMap(({ missing: names }) =>
    names.map((name) => `    not ready: ${name}`),
  );
  const addresses = [...new Set(endpoints.flatMap(({ gateway }) => gateway ?? []))];
  const at = addresses.length === 0 ? "" : ` (at the simulated gateway ${addresses.join(", ")})`;
  return [
    ...(rows.length > 0 ? ["workloads:", ...rows, ...missing] : []),
    ...(endpoints.length > 0
      ? [`endpoints${at}:`, ...endpoints.map(({ url, service }) => `  ${url} → ${service}`)]
      : []),
    `look around: export KUBECONFIG=${kubeconfig}`,
  ];
}

/** The summary; the same run gives the same text, except for the durations. */
export function summaryText({ stack, changes, seconds, ...standing }: Summary): string {
  const { total, tools, cluster, up } = seconds;
  const parts = Object.entries({ tools, cluster, up }).map(
    ([name, of]) => `${name} ${of.toFixed(1)} s`,
  );
  return [
    changesLine(changes),
    ...statusText(standing),
    `stack ${stack} is up after ${total.toFixed(1)} s (${parts.join(", ")})`,
  ].join("\n");
}

/** The first lines of a run: which parts are real and which are simulated. */
export function banner(stack: string, timeFactor: number): readonly string[] {
  return [
    `Hanok sandbox, stack ${stack}`,
    "  real:      the Pulumi engine and its Kubernetes provider, the API server, scheduler and controllers, and Karpenter on EKS",
    `  simulated: nodes, and pods, which start in ${scaled(timeFactor)} of their declared time; volumes and`,
    "             addresses; Helm charts and AWS, EKS too, are stand-ins; no container runs, and AWS is never asked",
  ];
}

function scaled(timeFactor: number): string {
  return timeFactor >= 1 ? `${timeFactor} times` : `1/${Math.round(1 / timeFactor)}`;
}
