import type { IScaledObject } from "@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject";
import type { ITriggerAuthentication } from "@kubernetes-models/keda/keda.sh/v1alpha1/TriggerAuthentication";
import type { IHorizontalPodAutoscalerBehavior } from "kubernetes-models/autoscaling/v2/HorizontalPodAutoscalerBehavior";
import { endpointKey, endpointOf } from "../check/store-names.ts";
import type { Binding, BoundValue, ServicePlatform } from "../platform.ts";
import { type Identity, leastPods } from "../workload/availability.ts";
import type { Named } from "../workload/objects.ts";
import type { Queue, Schedule } from "./service.ts";

type Trigger = IScaledObject["spec"]["triggers"][number];

interface Surroundings {
  readonly behavior: IHorizontalPodAutoscalerBehavior;
  readonly bindings: readonly Binding[];
  readonly platform: ServicePlatform;
}

/** Failed looks at a queue, thirty seconds apart, after which KEDA keeps the pods that are there. */
const failureThreshold = 3;

/**
 * A ScaledObject, of which KEDA makes the autoscaler `keda-hpa-<name>`, and the credentials that it reads a queue with:
 * those of the service (https://keda.sh/docs/2.20/reference/scaledobject-spec/).
 * @throws Error if no binding is a queue's store
 */
export function kedaObjects(
  { name, namespace, labels }: Identity,
  scaling: Queue | Schedule,
  { behavior, bindings, platform }: Surroundings,
): readonly (Named<IScaledObject> | Named<ITriggerAuthentication>)[] {
  const metadata = { name, namespace, labels };
  const isQueue = scaling.kind === "queue";
  const min = isQueue ? scaling.min : leastPods(scaling, platform.redundancy);
  const { triggers, secrets } = isQueue
    ? queueTrigger(name, scaling, bindings, platform)
    : { triggers: scheduleTriggers(scaling, platform), secrets: [] };
  const credentials: Named<ITriggerAuthentication> = {
    apiVersion: "keda.sh/v1alpha1",
    kind: "TriggerAuthentication",
    metadata,
    spec: { secretTargetRef: [...secrets] },
  };
  return [
    ...(secrets.length === 0 ? [] : [credentials]),
    {
      apiVersion: "keda.sh/v1alpha1",
      kind: "ScaledObject",
      metadata,
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name },
        minReplicaCount: min,
        maxReplicaCount: scaling.max,
        advanced: {
          // another scaling does not act on a Deployment without pods, so KEDA leaves some behind
          restoreToOriginalReplicaCount: min === 0,
          horizontalPodAutoscalerConfig: { behavior },
        },
        // without a minimum: a queue that cannot be seen may be full
        ...(isQueue
          ? {
              fallback: {
                failureThreshold,
                replicas: Math.max(1, min),
                behavior: "currentReplicasIfHigher",
              },
            }
          : {}),
        triggers: secrets.length === 0 ? triggers : triggers.map(withCredentials(name)),
      },
    },
  ];
}

const withCredentials = (name: string) => (trigger: Trigger) => ({
  ...trigger,
  authenticationRef: { name },
});

/** The largest of the triggers' numbers counts. */
function scheduleTriggers(
  { cpuPercent, times }: Schedule,
  { timeZone }: ServicePlatform,
): Trigger[] {
  return [
    { type: "cpu", metricType: "Utilization", metadata: { value: `${cpuPercent}` } },
    ...times.map(({ from, to, min }) => ({
      type: "cron",
      metadata: { timezone: timeZone, start: from, end: to, desiredReplicas: `${min}` },
    })),
  ];
}

interface Watched {
  readonly triggers: Trigger[];
  readonly secrets: readonly { parameter: string; name: string; key: string }[];
}

function queueTrigger(
  service: string,
  { store, queue, perPod }: Queue,
  bindings: readonly Binding[],
  { namespace }: ServicePlatform,
): Watched {
  const binding = bindings.find((one) => one.store === store);
  if (binding === undefined)
    throw new Error(`${service}: scaling.store is "${store}", which no binding provides`);
  const { connection, transport, engine } = binding;
  const isBroker = engine === "rabbitmq";
  // KEDA's own names
  const place = isBroker ? "host" : "address";
  const { host } = connection;
  const users = (["username", "password"] as const).flatMap((parameter) => {
    const value = connection[parameter];
    return value !== undefined && "secret" in value
      ? [{ parameter, name: value.secret, key: value.key }]
      : [];
  });
  const isHidden = host !== undefined && "secret" in host;
  const secrets = isHidden
    ? [{ parameter: place, name: host.secret, key: endpointKey }, ...users]
    : users;
  // KEDA runs in a namespace of its own
  const known = `${plain(host).includes(".") ? plain(host) : `${plain(host)}.${namespace}.svc`}:${plain(connection.port)}`;
  const at = isHidden ? {} : { [place]: endpointOf(engine, known, transport.tls) };
  const metadata: Trigger["metadata"] = isBroker
    ? {
        protocol: "amqp",
        ...at,
        vhostName: plain(connection.database),
        mode: "QueueLength",
        queueName: queue,
        value: `${perPod}`,
      }
    : {
        ...at,
        listName: queue,
        listLength: `${perPod}`,
        enableTLS: `${transport.tls}`,
      };
  return {
    triggers: [{ type: isBroker ? "rabbitmq" : "redis", metadata }],
    secrets,
  };
}

/** Text of a value that is not a secret. */
function plain(value: BoundValue | undefined): string {
  return value !== undefined && "value" in value ? value.value : "";
}
