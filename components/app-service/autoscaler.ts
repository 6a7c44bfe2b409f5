import type { IHorizontalPodAutoscaler } from "kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler";
import type { Redundancy } from "../platform.ts";
import type { Identity } from "../workload/availability.ts";
import type { Named } from "../workload/objects.ts";
import type { Horizontal } from "./service.ts";

/**
 * Seconds after a pod's start in which the autoscaler knows that it starts: within them it drops the CPU of a pod that
 * is not Ready, and every sample that reaches back before the pod was. It is the controller manager's
 * `--horizontal-pod-autoscaler-cpu-initialization-period`, which EKS does not let anyone set.
 */
export const cpuInitializationSeconds = 300;

/** A sample covers up to a minute, and is read every fifteen seconds; twice that outlasts the last one of a start. */
const lastSampleSeconds = 120;

/**
 * Seconds that a load must last before pods are added (`scaleUp.stabilizationWindowSeconds`).
 * The readiness probe keeps the burst of a start out of the average. What is left is the time after it, in which a
 * JVM compiles what it just loaded: about a third of the start-up. A pod that is ready after the initialisation
 * period brings one sample of its burst along, and that must pass as well.
 */
export function scaleUpSeconds(startupSeconds: number): number {
  const warmUp = Math.ceil(startupSeconds / 3);
  const late = startupSeconds > cpuInitializationSeconds ? lastSampleSeconds : 0;
  return Math.min(Math.max(warmUp, late), 300);
}

/** Seconds in which the number of pods may double: not again before the last ones are there to help. */
export function scaleUpPeriod(startupSeconds: number): number {
  return Math.min(Math.max(Math.ceil(startupSeconds), 15), cpuInitializationSeconds);
}

/** Autoscales a Deployment by the CPU of its ready pods, up in doublings, down slowly. */
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
        // a pod that goes too early costs a whole start when the load comes back
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
