import type { ICronJob } from "kubernetes-models/batch/v1/CronJob";
import type { IJob } from "kubernetes-models/batch/v1/Job";
import type { Binding, ServicePlatform } from "../platform.ts";
import type { Identity } from "../workload/availability.ts";
import { shortHash } from "../workload/config-map.ts";
import type { Named } from "../workload/objects.ts";
import { versionOf } from "./image.ts";
import { podTemplate } from "./pod.ts";
import type { ResolvedService } from "./resolve-service.ts";
import type { TaskSpec } from "./service-spec.ts";
import { versioned, workloadMetadata } from "./workload.ts";

/** Repetitions of a failed run. */
const defaultRetries = 2;

/** Ended runs of each result that a CronJob keeps. */
const defaultHistory = { succeeded: 3, failed: 3 } as const;

/**
 * Seconds after its moment in which a run may still start. Without a value, a CronJob that missed a hundred runs, as in a
 * long outage, never starts again.
 */
const startingDeadlineSeconds = 300;

const policies = { forbid: "Forbid", allow: "Allow", replace: "Replace" } as const;

/** A CronJob, or the Job of one version of a service. */
export function taskOf(
  identity: Identity,
  service: ResolvedService,
  spec: TaskSpec,
  bindings: readonly Binding[],
  platform: ServicePlatform,
): Named<ICronJob> | Named<IJob> {
  const workload = versioned(identity, service, platform);
  const metadata = workloadMetadata(workload, spec);
  const run: NonNullable<IJob["spec"]> = {
    backoffLimit: spec.retries ?? defaultRetries,
    activeDeadlineSeconds: spec.deadlineSeconds,
    // the end of a node is not a failure of the program
    podFailurePolicy: {
      rules: [
        { action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] },
      ],
    },
    template: podTemplate(workload, service, bindings, platform),
  };
  if (spec.kind === "job") {
    const before = spec.before.map((name) => `${name} ${versionOf(name, platform)}`);
    return {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: {
        ...metadata,
        // a Job is immutable, and the next version needs one of its own
        name: `${workload.name}-${shortHash([run, before])}`,
        annotations: {
          ...metadata.annotations,
          "hanok.dev/before": before.join(", "),
          // otherwise the next update would wait for the Job that has failed, and never start another
          "pulumi.com/replaceUnready": "true",
        },
      },
      spec: run,
    };
  }
  const { schedule, concurrency = "forbid", history = defaultHistory, suspended = false } = spec;
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata,
    spec: {
      schedule,
      timeZone: spec.timeZone ?? platform.timeZone,
      concurrencyPolicy: policies[concurrency],
      startingDeadlineSeconds,
      successfulJobsHistoryLimit: history.succeeded,
      failedJobsHistoryLimit: history.failed,
      suspend: suspended,
      jobTemplate: { metadata: { labels: workload.labels }, spec: run },
    },
  };
}
