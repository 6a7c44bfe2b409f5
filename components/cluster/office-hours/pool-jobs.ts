import type { types } from "@pulumi/kubernetes";
import { imageRef } from "../../images/reference.ts";
import type { ImageCaches } from "../../platform.ts";
import { anyUser, containerSecurity, podSecurity } from "../../workload/security.ts";
import { onSystemNodes } from "../system-nodes.ts";
import { cronOf, type Moment, scaleDownMinutes, type Timetable } from "./timetable.ts";

type Container = types.input.core.v1.Container;

/** Namespace of the CronJobs that open and close the NodePools. */
export const namespace = "hanok-hours";

/** Name of the Jobs' service account. The name of its ClusterRole and binding ends in it. */
export const account = "pools";

/** Name under which the Jobs own `spec.limits.nodes` of the NodePools. */
export const fieldManager = "hanok-hours";

/** kubectl of the cluster's minor version, as `repo:tag` in images.lock.json. */
export const kubectlImage = "registry.k8s.io/kubectl:v1.36.1";

/**
 * The one field that the office hours own. The program never sets it, so there is no conflict over its ownership. With a limit of 0,
 * Karpenter starts no node, whatever the other limits allow (https://karpenter.sh/docs/concepts/nodepools/#speclimits). In the source of
 * v1.14.1 (pkg/controllers/provisioning/scheduling/scheduler.go) this holds with and without remaining nodes. `null` removes the limit.
 */
const limit = (nodes: "0" | null) => JSON.stringify({ spec: { limits: { nodes } } });

const nodePools = "nodepools.karpenter.sh";
const nodeClaims = "nodeclaims.karpenter.sh";

/** Permissions of the Jobs: patching the named pools, and deleting NodeClaims, whose names are not known in advance. */
export function poolRules(pools: readonly string[]) {
  return [
    {
      apiGroups: ["karpenter.sh"],
      resources: ["nodepools"],
      resourceNames: [...pools],
      verbs: ["get", "patch"],
    },
    {
      apiGroups: ["karpenter.sh"],
      resources: ["nodeclaims"],
      verbs: ["get", "list", "watch", "delete"],
    },
  ];
}

/**
 * The pods may reach only the API server, by HTTPS; EKS chooses its address. They read the address from their environment, so they need
 * no DNS. They accept no connection.
 */
export const networkPolicies: Readonly<
  Record<string, types.input.networking.v1.NetworkPolicySpec>
> = {
  deny: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
  api: {
    podSelector: { matchLabels: { "app.kubernetes.io/part-of": namespace } },
    policyTypes: ["Egress"],
    egress: [{ ports: [{ protocol: "TCP", port: 443 }] }],
  },
};

/** kubectl arguments that set the pools' limit. */
export function limitArguments(pools: readonly string[], nodes: "0" | null): readonly string[] {
  const patch = [`--field-manager=${fieldManager}`, "--type=merge", `--patch=${limit(nodes)}`];
  return ["patch", nodePools, ...pools, ...patch];
}

/** kubectl arguments that delete every node of Karpenter and return when the instances have terminated. */
export function deleteArguments(minutes: number): readonly string[] {
  return ["delete", nodeClaims, "--all", "--wait", `--timeout=${minutes}m`];
}

/** Arguments of the CronJobs. */
export interface PoolJobsArgs {
  readonly nodePools: readonly string[];
  readonly timetable: Timetable;
  /** IANA time zone. */
  readonly timeZone: string;
  /** Caches that the image comes from. @default none */
  readonly imageCaches?: ImageCaches | undefined;
}

/** The two CronJobs by name, as data. They run on the system nodes, because they remove Karpenter's nodes. */
export function poolJobs({ nodePools: pools, timetable, timeZone, imageCaches }: PoolJobsArgs) {
  const container = containerOf(imageRef(kubectlImage, imageCaches));
  const { scaleUp, scaleUpSeconds, scaleDown } = timetable;
  return {
    open: cronJob("open", scaleUp, scaleUpSeconds, timeZone, [
      container("open", limitArguments(pools, null)),
    ]),
    close: cronJob("close", scaleDown, scaleDownMinutes * 60, timeZone, [
      container("close", limitArguments(pools, "0")),
      container("end", deleteArguments(scaleDownMinutes - 3)),
      // for a claim that was being created while its pool was closed
      container("end-late", deleteArguments(2)),
    ]),
  };
}

/** Containers of one image, by their name and arguments. */
const containerOf =
  (image: string) =>
  (name: string, args: readonly string[]): Container => ({
    name,
    image,
    args: [...args],
    // kubectl caches the server's API discovery there
    env: [{ name: "HOME", value: "/tmp" }],
    resources: {
      requests: { cpu: "10m", memory: "64Mi", "ephemeral-storage": "16Mi" },
      limits: { memory: "64Mi", "ephemeral-storage": "16Mi" },
    },
    securityContext: containerSecurity(anyUser),
    volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
  });

/** @param containers in the order in which they run */
function cronJob(
  name: string,
  moment: Moment,
  deadlineSeconds: number,
  timeZone: string,
  containers: readonly Container[],
): types.input.batch.v1.CronJobSpec {
  const labels = {
    "app.kubernetes.io/name": name,
    "app.kubernetes.io/part-of": namespace,
    "app.kubernetes.io/managed-by": "hanok",
  };
  return {
    schedule: cronOf(moment),
    timeZone,
    concurrencyPolicy: "Forbid",
    // after a longer outage of the control plane, a missed scale-down does not run during the next office hours
    startingDeadlineSeconds: 600,
    successfulJobsHistoryLimit: 1,
    failedJobsHistoryLimit: 1,
    jobTemplate: {
      metadata: { labels },
      spec: {
        backoffLimit: 3,
        // counted from the Job's start, including the time in which its pod waits for a node
        activeDeadlineSeconds: deadlineSeconds,
        template: {
          metadata: { labels },
          spec: {
            serviceAccountName: account,
            // the Jobs call the API server
            automountServiceAccountToken: true,
            restartPolicy: "Never",
            // while this pod waits, the pools stay closed, and no other pod gets a node
            priorityClassName: "system-cluster-critical",
            nodeSelector: onSystemNodes.nodeSelector,
            tolerations: [...onSystemNodes.tolerations],
            securityContext: podSecurity(anyUser),
            initContainers: containers.slice(0, -1),
            containers: containers.slice(-1),
            volumes: [{ name: "tmp", emptyDir: { sizeLimit: "16Mi" } }],
          },
        },
      },
    },
  };
}
