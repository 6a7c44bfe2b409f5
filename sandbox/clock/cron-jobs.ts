import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Api, ApiObject, List } from "../cluster/api.ts";
import { until } from "../cluster/until.ts";
import { firesAt } from "./cron.ts";

/** How to run kubectl. */
export interface KubectlOptions {
  /** Path of kubectl. */
  readonly kubectl: string;
  readonly kubeconfig: string;
}

/** A Job that was created for a CronJob, and its result. */
export interface CronJobRun {
  /** `<namespace>/<name>` of the CronJob. */
  readonly cronJob: string;
  /** Name of the node that ran its pod. */
  readonly node: string;
  /** kubectl's error, if it failed. */
  readonly failure?: string;
}

interface PodSpec {
  readonly nodeName?: string;
  readonly serviceAccountName?: string;
  readonly initContainers?: readonly Container[];
  readonly containers: readonly Container[];
}

interface Container {
  readonly name: string;
  readonly image: string;
  readonly args?: readonly string[];
}

interface CronJob extends ApiObject {
  readonly spec: {
    readonly schedule: string;
    readonly timeZone?: string;
    readonly suspend?: boolean;
    readonly jobTemplate: {
      readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
      readonly spec: {
        readonly activeDeadlineSeconds?: number;
        readonly template: { readonly metadata?: object; readonly spec: PodSpec };
      };
    };
  };
}

interface Pod extends ApiObject {
  readonly spec: PodSpec;
  readonly status: { readonly phase?: string };
}

/** Seconds that a pod may wait for a node, which may have to be created first. */
const patience = 90;

/**
 * Runs the CronJobs that are due in the minute of `at`. It creates their Jobs and acts as the kubelet of the pods: it runs
 * their containers in order, as the pod's service account. Only kubectl images are supported.
 */
export async function runCronJobs(
  api: Api,
  at: Date,
  options: KubectlOptions,
): Promise<readonly CronJobRun[]> {
  const { items } = await api.get<List<CronJob>>("/apis/batch/v1/cronjobs");
  const due = items.filter(
    ({ spec }) => spec.suspend !== true && firesAt(spec.schedule, spec.timeZone ?? "UTC", at),
  );
  return Promise.all(due.map((one) => run(api, one, at, options)));
}

async function run(
  api: Api,
  cronJob: CronJob,
  at: Date,
  options: KubectlOptions,
): Promise<CronJobRun> {
  const { name, namespace = "", uid } = cronJob.metadata;
  const { metadata, spec } = cronJob.spec.jobTemplate;
  const job = `${name}-${Math.floor(at.getTime() / 60_000)}`;
  const { template } = spec;
  // keeps the simulated kubelet from completing the pod at once
  const annotations = { "hanok.dev/run-seconds": "1000000" };
  await api.post(`/apis/batch/v1/namespaces/${namespace}/jobs`, {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      ...metadata,
      name: job,
      ownerReferences: [{ apiVersion: "batch/v1", kind: "CronJob", name, uid, controller: true }],
    },
    spec: { ...spec, template: { ...template, metadata: { ...template.metadata, annotations } } },
  });
  let pod: Pod | undefined;
  await until(`the pod of the Job ${namespace}/${job} runs`, patience, async () => {
    const selector = `labelSelector=${encodeURIComponent(`batch.kubernetes.io/job-name=${job}`)}`;
    const pods = await api.get<List<Pod>>(`/api/v1/namespaces/${namespace}/pods?${selector}`);
    pod = pods.items.find(({ status }) => status.phase === "Running");
    return pod !== undefined;
  });
  if (pod === undefined) throw new Error(`${job}: no pod`);
  const failure = await runContainers(pod, options);
  const phase = failure === undefined ? "Succeeded" : "Failed";
  const path = `/api/v1/namespaces/${namespace}/pods/${pod.metadata.name}/status`;
  await api.patch(path, "merge", { status: { phase } });
  return {
    cronJob: `${namespace}/${name}`,
    node: pod.spec.nodeName ?? "",
    ...(failure === undefined ? {} : { failure }),
  };
}

/** @returns the first error, which ends the pod */
async function runContainers(
  { metadata, spec }: Pod,
  { kubectl, kubeconfig }: KubectlOptions,
): Promise<string | undefined> {
  const account = `system:serviceaccount:${metadata.namespace ?? ""}:${spec.serviceAccountName ?? "default"}`;
  for (const { name, image, args = [] } of [...(spec.initContainers ?? []), ...spec.containers]) {
    if (!/\/kubectl[:@]/.test(image))
      throw new Error(`${metadata.name}: the sandbox cannot run the image ${image}`);
    const rights = [`--kubeconfig=${kubeconfig}`, `--as=${account}`];
    const failure = await promisify(execFile)(kubectl, [...args, ...rights]).then(
      () => undefined,
      (error: unknown) => `${name}: ${error instanceof Error ? error.message : String(error)}`,
    );
    if (failure !== undefined) return failure;
  }
  return undefined;
}
