import type { IHorizontalPodAutoscaler } from "kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler";
import type { Redundancy } from "../platform.ts";
import type { Identity } from "../workload/availability.ts";
import type { Named } from "../workload/objects.ts";
import type { Horizontal } from "./service.ts";

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

/** Autoscales a Deployment by the CPU of its ready pods. It doubles the pods to scale up, and scales down slowly. */
export function autoscaler(
  workload: Identity,
  { min, max, cpuPercent }: Horizontal,
  startupSeconds: number,
  redundancy: Redundancy,
): Named<IHorizontalPodAutoscaler> {
  const periodSeconds = scaleUpPeriod(startupSeconds);
  return {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { name: workload.name, namespace: workload.namespace, labels: workload.labels },
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: workload.name },
      minReplicas: redundancy === "none" ? 1 : Math.min(max, Math.max(2, min)),
      maxReplicas: max,
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
