import type { IHorizontalPodAutoscaler } from "kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler";
import type { Redundancy } from "../platform.ts";
import type { Identity } from "../workload/availability.ts";
import type { Named } from "../workload/objects.ts";
import type { Scaling } from "./service.ts";

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

/** Annotation of an autoscaler that keeps one number of pods. Its value is the reason. */
const fixedReason = "hanok.dev/fixed-replicas";

/** Target of an autoscaler whose range is one number. It has no effect; it is the API server's own default. */
const unusedCpuPercent = 80;

/** Range of an autoscaler. A zonal environment runs at least two pods, where a service does not fix the number. */
function range(
  scaling: Scaling,
  redundancy: Redundancy,
): { readonly least: number; readonly most: number; readonly cpuPercent: number } {
  if (scaling.kind === "fixed") {
    return { least: scaling.replicas, most: scaling.replicas, cpuPercent: unusedCpuPercent };
  }
  const { min, max, cpuPercent } = scaling;
  return {
    least: redundancy === "none" ? 1 : Math.min(max, Math.max(2, min)),
    most: max,
    cpuPercent,
  };
}

/**
 * Owns the number of pods of a Deployment. It doubles the pods to scale up, and scales down slowly.
 * A fixed number is a range of one number. So the field has the same owner before and after a change of `scaling`
 * ([ADR 25](../../docs/adr/0025-one-owner-of-a-field.md)).
 */
export function autoscaler(
  workload: Identity,
  scaling: Scaling,
  startupSeconds: number,
  redundancy: Redundancy,
): Named<IHorizontalPodAutoscaler> {
  const periodSeconds = scaleUpPeriod(startupSeconds);
  const { least, most, cpuPercent } = range(scaling, redundancy);
  const { name, namespace, labels } = workload;
  return {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: {
      name,
      namespace,
      labels,
      ...(scaling.kind === "fixed" ? { annotations: { [fixedReason]: scaling.because } } : {}),
    },
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name },
      minReplicas: least,
      maxReplicas: most,
      metrics: [
        {
          type: "Resource",
          resource: {
            name: "cpu",
            target: { type: "Utilization", averageUtilization: cpuPercent },
          },
        },
      ],
      behavior: {
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
      },
    },
  };
}
