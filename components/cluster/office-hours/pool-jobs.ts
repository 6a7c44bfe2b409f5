import type { types } from "@pulumi/kubernetes";
import { imageRef } from "../../images/reference.ts";
import { anyUser, containerSecurity, podSecurity } from "../../workload/security.ts";
import { onSystemNodes } from "../system-nodes.ts";
import { cronOf, type Moment } from "./moment.ts";
import { fallAsleepMinutes, type Timetable } from "./timetable.ts";

type Container = types.input.core.v1.Container;

/** Namespace of what opens and closes the NodePools. */
export const namespace = "hanok-hours";

/** Service account of the Jobs, and name of what gives it its rights. */
export const account = "pools";

/** Name under which the Jobs own `spec.limits.nodes` of the NodePools. */
export const fieldManager = "hanok-hours";

/** kubectl of the cluster's minor, `repo:tag` in images.lock.json. */
export const kubectlImage = "registry.k8s.io/kubectl:v1.36.1";

/**
 * The one field that the hours own: the program never sets it, so neither takes it from the other. With no node allowed Karpenter
 * starts none, whatever other limits leave (https://karpenter.sh/docs/concepts/nodepools/#speclimits; in the source of v1.14.1,
 * pkg/controllers/provisioning/scheduling/scheduler.go, both while nodes are left and when none is); null takes it away.
 */
const limit = (nodes: "0" | null) => JSON.stringify({ spec: { limits: { nodes } } });

const nodePools = "nodepools.karpenter.sh";
const nodeClaims = "nodeclaims.karpenter.sh";

/** Rights of the Jobs: one field's patch on pools by name, and the nodes' claims, whose names nobody knows before. */
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
 * What the pods may reach: the API server, whose address EKS chooses, by HTTPS. They know that address from their environment, so they ask
 * no name server. Nobody reaches them.
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

/** Arguments of kubectl that set the pools' limit. */
export function limitArguments(pools: readonly string[], nodes: "0" | null): readonly string[] {
  const patch = [`--field-manager=${fieldManager}`, "--type=merge", `--patch=${limit(nodes)}`];
  return ["patch", nodePools, ...pools, ...patch];
}

/** Arguments of kubectl that delete every node of Karpenter's, and return when the instances have ended. */
export function deleteArguments(minutes: number): readonly string[] {
  return ["delete", nodeClaims, "--all", "--wait", `--timeout=${minutes}m`];
}

/** What the jobs need to know. */
export interface PoolJobsArgs {
  readonly nodePools: readonly string[];
  readonly timetable: Timetable;
  /** IANA time zone. */
  readonly timeZone: string;
}

/** The two CronJobs by name, as data. They run on the system nodes: Karpenter's own are what they end. */
export function poolJobs({ nodePools: pools, timetable, timeZone }: PoolJobsArgs) {
  const { wake, wakeSeconds, sleep } = timetable;
  return {
    open: cronJob("open", wake, wakeSeconds, timeZone, [
      container("open", limitArguments(pools, null)),
    ]),
    close: cronJob("close", sleep, fallAsleepMinutes * 60, timeZone, [
      container("close", limitArguments(pools, "0")),
      container("end", deleteArguments(fallAsleepMinutes - 3)),
      // a claim that was under way when its pool closed
      container("end-late", deleteArguments(2)),
    ]),
  };
}

function container(name: string, args: readonly string[]): Container {
  return {
    name,
    image: imageRef(kubectlImage),
    args: [...args],
    // kubectl keeps there what kinds the server knows
    env: [{ name: "HOME", value: "/tmp" }],
    resources: {
      requests: { cpu: "10m", memory: "64Mi", "ephemeral-storage": "16Mi" },
      limits: { memory: "64Mi", "ephemeral-storage": "16Mi" },
    },
    securityContext: containerSecurity(anyUser),
    volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
  };
}

/** @param containers one after the other */
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
    // a control plane that was away for longer does not put a cluster to sleep in the morning
    startingDeadlineSeconds: 600,
    successfulJobsHistoryLimit: 1,
    failedJobsHistoryLimit: 1,
    jobTemplate: {
      metadata: { labels },
      spec: {
        backoffLimit: 3,
        // counts from the Job's start, also while its pod waits for a node
        activeDeadlineSeconds: deadlineSeconds,
        template: {
          metadata: { labels },
          spec: {
            serviceAccountName: account,
            // they are nothing without the API
            automountServiceAccountToken: true,
            restartPolicy: "Never",
            // the pools stay closed as long as it waits, and nobody else has a node
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
