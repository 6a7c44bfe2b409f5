import type { ILifecycle } from "kubernetes-models/v1/Lifecycle";
import type { ResolvedService } from "./resolve-service.ts";
import { retrySettings, waitSeconds } from "./config-client.ts";
import { isTask } from "./service-spec.ts";
import { probeTimes, total, type ProbeTimes } from "./probes.ts";

/** Timings of a service's rollouts, in seconds. */
export interface RolloutTimes {
  readonly probes: ProbeTimes;
  /** Delay between a pod's removal from the Service and its SIGTERM. */
  readonly preStopSeconds: number;
  readonly terminationGracePeriodSeconds: number;
  readonly minReadySeconds: number;
  readonly progressDeadlineSeconds: number;
}

/** Time for a process to finish its requests: Spring's shutdown phase of 30 s, and its exit. */
const finishSeconds = 45;

/** Time from a pending pod to a pulled image on a new node: Karpenter takes one to two minutes, an image one. */
export const newNodeSeconds = 300;

/** A pod that crashes right after its first successful probe does not count as available. */
const minReadySeconds = 5;

/**
 * Timings of a service's rollouts. A terminating pod receives SIGTERM only after its traffic has stopped:
 * kube-proxy follows within seconds, a load balancer's targets take up to 30 seconds.
 */
export function rolloutTimes({
  spec,
  routes,
  internalRoutes,
  configServer,
}: ResolvedService): RolloutTimes {
  const wait = configServer ? waitSeconds(retrySettings(configServer.startupSeconds)) : 0;
  const probes = probeTimes(spec.startupSeconds ?? 0, wait);
  const isRouted = routes.length + internalRoutes.length > 0;
  // a worker has no traffic to wait for
  const preStopSeconds = spec.port === undefined ? 0 : isRouted ? 30 : 10;
  return {
    probes,
    preStopSeconds,
    terminationGracePeriodSeconds: preStopSeconds + finishSeconds,
    minReadySeconds,
    progressDeadlineSeconds: total(probes.startup) + minReadySeconds + newNodeSeconds,
  };
}

/** The kubelet's own sleep action (`PodLifecycleSleepAction`, stable since 1.34), so the image needs no shell. */
export function lifecycle({ preStopSeconds }: RolloutTimes): ILifecycle {
  return { preStop: { sleep: { seconds: preStopSeconds } } };
}

/** Share of new pods that a Deployment starts beside the old ones. */
export const maxSurge = "25%";

/** Time in which a Job reports that its deadline has passed. */
const reportSeconds = 60;

/**
 * Seconds after which a rollout, or a job before it, has failed, for Pulumi's `customTimeouts`.
 * Waves run one after another, each as slow as its probes permit.
 * A Deployment surges by a quarter, so it takes at most four waves; a StatefulSet replaces one pod at a time.
 * The result exceeds the progress deadline, so that Kubernetes reports the failure first.
 */
export function rolloutSeconds(service: ResolvedService): number {
  const { spec } = service;
  if (isTask(spec)) return spec.deadlineSeconds + reportSeconds;
  const { scaling, volume } = spec;
  const times = rolloutTimes(service);
  const pods = scaling.kind === "fixed" ? scaling.replicas : scaling.max;
  const waves = volume ? pods : Math.min(pods, 4);
  const wave =
    total(times.probes.startup) + times.minReadySeconds + times.terminationGracePeriodSeconds;
  return times.progressDeadlineSeconds + waves * wave;
}
