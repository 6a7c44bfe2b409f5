import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Api, ApiObject, List } from "../cluster/api.ts";
import { until } from "../cluster/until.ts";
import { strikesAt } from "./cron.ts";

/** How the containers of a pod of kubectl are run. */
export interface KubectlOptions {
  /** Path of kubectl. */
  readonly kubectl: string;
  readonly kubeconfig: string;
}

/** A Job that a CronJob has made, and how it ended. */
export interface Ran {
  /** `<namespace>/<name>` of the CronJob. */
  readonly cronJob: string;
  /** Name of the node that its pod had. */
  readonly node: string;
  /** What kubectl said last, where it failed. */
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

/** Seconds that a pod may wait for its node, which the morning may have to make first. */
const patience = 90;

/**
 * Does what the CronJobs of a cluster do in the minute of a moment: makes their Jobs, and is the kubelet of the pods, whose containers it
 * runs one after the other with the rights of their service account. kubectl is all that it can run.
 */
export async function strikeCronJobs(
  api: Api,
  at: Date,
  options: KubectlOptions,
): Promise<readonly Ran[]> {
  const { items } = await api.get<List<CronJob>>("/apis/batch/v1/cronjobs");
  const due = items.filter(
    ({ spec }) => spec.suspend !== true && strikesAt(spec.schedule, spec.timeZone ?? "UTC", at),
  );
  return Promise.all(due.map((one) => run(api, one, at, options)));
}

async function run(api: Api, cronJob: CronJob, at: Date, options: KubectlOptions): Promise<Ran> {
  const { name, namespace = "", uid } = cronJob.metadata;
  const { metadata, spec } = cronJob.spec.jobTemplate;
  const job = `${name}-${Math.floor(at.getTime() / 60_000)}`;
  const { template } = spec;
  // otherwise a simulated node ends it at once
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

/** @returns why one has failed, which ends the pod */
async function runContainers(
  { metadata, spec }: Pod,
  { kubectl, kubeconfig }: KubectlOptions,
): Promise<string | undefined> {
  const account = `system:serviceaccount:${metadata.namespace ?? ""}:${spec.serviceAccountName ?? "default"}`;
  for (const { name, image, args = [] } of [...(spec.initContainers ?? []), ...spec.containers]) {
    if (!/^registry\.k8s\.io\/kubectl[:@]/.test(image))
      throw new Error(`${metadata.name}: the sandbox cannot run ${image}`);
    const rights = [`--kubeconfig=${kubeconfig}`, `--as=${account}`];
    const failure = await promisify(execFile)(kubectl, [...args, ...rights]).then(
      () => undefined,
      (error: unknown) => `${name}: ${error instanceof Error ? error.message : String(error)}`,
    );
    if (failure !== undefined) return failure;
  }
  return undefined;
}
