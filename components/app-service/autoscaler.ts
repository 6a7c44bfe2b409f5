import type { IHorizontalPodAutoscaler } from "kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler";
import type { IHorizontalPodAutoscalerBehavior } from "kubernetes-models/autoscaling/v2/HorizontalPodAutoscalerBehavior";
import type { IScaledObject } from "@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject";
import type { ITriggerAuthentication } from "@kubernetes-models/keda/keda.sh/v1alpha1/TriggerAuthentication";
import type { Binding, Redundancy, ServicePlatform } from "../platform.ts";
import { type Identity, leastPods } from "../workload/availability.ts";
import type { Named } from "../workload/objects.ts";
import { kedaObjects } from "./keda.ts";
import type { Fixed, Horizontal } from "./service.ts";
import type { RunningSpec } from "./service-spec.ts";

/**
 * Seconds after a pod's start in which the autoscaler treats it as starting.
 * In this period it ignores the CPU of pods that are not Ready, and samples from before they were.
 * Source: the controller manager's `--horizontal-pod-autoscaler-cpu-initialization-period`, fixed on EKS.
 */
export const cpuInitializationSeconds = 300;

/** A sample covers up to a minute and is read every 15 seconds. Two minutes outlast the last sample of a start. */
const lastSampleSeconds = 120;

/**
 * Seconds for which load must persist before pods are added (`scaleUp.stabilizationWindowSeconds`).
 * The readiness probe keeps the start-up burst out of the average.
 * Afterwards a JVM compiles the classes that it loaded, for about a third of the start-up time.
 * A pod that becomes ready after the initialization period also contributes one sample of its burst.
 */
export function scaleUpSeconds(startupSeconds: number): number {
  const warmUp = Math.ceil(startupSeconds / 3);
  const late = startupSeconds > cpuInitializationSeconds ? lastSampleSeconds : 0;
  return Math.min(Math.max(warmUp, late), 300);
}

/** Seconds in which the number of pods may double. The previous pods must be ready before it doubles again. */
export function scaleUpPeriod(startupSeconds: number): number {
  return Math.min(Math.max(Math.ceil(startupSeconds), 15), cpuInitializationSeconds);
}

/** Annotation of what keeps one number of pods, an autoscaler or a StatefulSet. Its value is the reason. */
export const fixedReason = "hanok.dev/fixed-replicas";

/**
 * Lets KEDA take over the Deployment while this autoscaler still exists: a change of `scaling` creates the new owner
 * before it deletes the old one, and KEDA's webhook refuses a second one without it.
 */
const givesWay = "validations.keda.sh/hpa-ownership";

/** Target of an autoscaler whose range is one number. It has no effect; it is the API server's own default. */
const unusedCpuPercent = 80;

/**
 * The one object, or the two, that own the number of pods of a Deployment: an autoscaler, or KEDA's description of one.
 * A fixed number is a range of one number. So the field has the same owner before and after a change of `scaling`
 * ([ADR 25](../../docs/adr/0025-one-owner-of-a-field.md)).
 */
export function scalersOf(
  workload: Identity,
  { scaling, startupSeconds }: Pick<RunningSpec, "scaling" | "startupSeconds">,
  bindings: readonly Binding[],
  platform: ServicePlatform,
): readonly (
  Named<IHorizontalPodAutoscaler> | Named<IScaledObject> | Named<ITriggerAuthentication>
)[] {
  const behavior = behaviorOf(startupSeconds);
  if (scaling.kind === "queue" || scaling.kind === "schedule")
    return kedaObjects(workload, scaling, { behavior, bindings, platform });
  return [autoscaler(workload, scaling, startupSeconds, platform.redundancy)];
}

/** Doubles the pods of a Deployment to scale up, and scales down slowly. */
export function autoscaler(
  workload: Identity,
  scaling: Horizontal | Fixed,
  startupSeconds: number,
  redundancy: Redundancy,
): Named<IHorizontalPodAutoscaler> {
  const isFixed = scaling.kind === "fixed";
  const { name, namespace, labels } = workload;
  const loads = isFixed
    ? { cpu: unusedCpuPercent }
    : { cpu: scaling.cpuPercent, memory: scaling.memoryPercent };
  return {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: {
      name,
      namespace,
      labels,
      annotations: {
        ...(isFixed ? { [fixedReason]: scaling.because } : {}),
        [givesWay]: "false",
      },
    },
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name },
      minReplicas: isFixed ? scaling.replicas : leastPods(scaling, redundancy),
      maxReplicas: isFixed ? scaling.replicas : scaling.max,
      metrics: Object.entries(loads).flatMap(([resource, percent]) =>
        percent === undefined
          ? []
          : [
              {
                type: "Resource",
                resource: {
                  name: resource,
                  target: { type: "Utilization", averageUtilization: percent },
                },
              },
            ],
      ),
      behavior: behaviorOf(startupSeconds),
    },
  };
}

function behaviorOf(startupSeconds: number): IHorizontalPodAutoscalerBehavior {
  const periodSeconds = scaleUpPeriod(startupSeconds);
  return {
    scaleUp: {
      stabilizationWindowSeconds: scaleUpSeconds(startupSeconds),
      selectPolicy: "Max",
      policies: [
        { type: "Percent", value: 100, periodSeconds },
        { type: "Pods", value: 2, periodSeconds },
      ],
    },
    // a pod removed too early costs a full start when the load returns
    scaleDown: {
      stabilizationWindowSeconds: 300,
      selectPolicy: "Max",
      policies: [
        { type: "Percent", value: 25, periodSeconds: 60 },
        { type: "Pods", value: 1, periodSeconds: 60 },
      ],
    },
  };
}
