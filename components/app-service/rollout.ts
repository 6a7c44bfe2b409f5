import type { ILifecycle } from "kubernetes-models/v1/Lifecycle";
import type { PlacedService } from "./place.ts";
import { retrySettings, waitSeconds } from "./config-client.ts";
import { probeTimes, total, type ProbeTimes } from "./probes.ts";

/** All times of a service's rollouts, in seconds. */
export interface RolloutTimes {
  readonly probes: ProbeTimes;
  /** Between the end of a pod's membership in the Service and its SIGTERM. */
  readonly preStopSeconds: number;
  readonly terminationGracePeriodSeconds: number;
  readonly minReadySeconds: number;
  readonly progressDeadlineSeconds: number;
}

/** What a process gets to finish its requests: Spring's shutdown phase of 30 s, and its exit. */
const finishSeconds = 45;

/** A new node, from the pending pod to its image pulled (Karpenter takes one to two minutes, an image one). */
export const newNodeSeconds = 300;

/** A pod that falls over right after its first success does not count as available. */
const minReadySeconds = 5;

/**
 * Times of a service's rollouts. A pod that ends is told so by SIGTERM only after everyone has stopped sending to
 * it: kube-proxy follows within seconds, a load balancer's targets take up to half a minute.
 */
export function rolloutTimes({
  spec,
  routes,
  internalRoutes,
  configServer,
}: PlacedService): RolloutTimes {
  const wait = configServer ? waitSeconds(retrySettings(configServer.startupSeconds)) : 0;
  const probes = probeTimes(spec.startupSeconds, wait);
  const preStopSeconds = routes.length + internalRoutes.length > 0 ? 30 : 10;
  return {
    probes,
    preStopSeconds,
    terminationGracePeriodSeconds: preStopSeconds + finishSeconds,
    minReadySeconds,
    progressDeadlineSeconds: total(probes.startup) + minReadySeconds + newNodeSeconds,
  };
}

/** The kubelet's own sleep (`PodLifecycleSleepAction`, stable since 1.34): an image needs no shell for it. */
export function lifecycle({ preStopSeconds }: RolloutTimes): ILifecycle {
  return { preStop: { sleep: { seconds: preStopSeconds } } };
}

/** Share of pods that a Deployment starts beside the old ones. */
export const maxSurge = "25%";

/**
 * Seconds after which a rollout has failed, for Pulumi's `customTimeouts`: one wave after the other, and each as slow
 * as its probes permit. Longer than the progress deadline, so that Kubernetes' own verdict comes first.
 * A Deployment surges by a quarter, so it takes four waves at most; a StatefulSet replaces one pod at a time.
 */
export function rolloutSeconds(service: PlacedService): number {
  const { scaling, volume } = service.spec;
  const times = rolloutTimes(service);
  const pods = scaling.kind === "fixed" ? scaling.replicas : scaling.max;
  const waves = volume ? pods : Math.min(pods, 4);
  const wave =
    total(times.probes.startup) + times.minReadySeconds + times.terminationGracePeriodSeconds;
  return times.progressDeadlineSeconds + waves * wave;
}
