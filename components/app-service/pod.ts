import type { IContainer } from "kubernetes-models/v1/Container";
import type { IPodSpec } from "kubernetes-models/v1/PodSpec";
import type { IPodTemplateSpec } from "kubernetes-models/v1/PodTemplateSpec";
import type { IVolume } from "kubernetes-models/v1/Volume";
import type { IVolumeMount } from "kubernetes-models/v1/VolumeMount";
import type { Architecture, Binding, Quantity, ServicePlatform } from "../platform.ts";
import {
  type Identity,
  notOnSpot,
  staysOnItsNode,
  topologySpread,
} from "../workload/availability.ts";
import { claimName } from "../workload/claims.ts";
import { priorities } from "../workload/priority.ts";
import { imagePullSecrets } from "../workload/pull-secrets.ts";
import { containerSecurity, podSecurity } from "../workload/security.ts";
import { imageFacts } from "./assumptions.ts";
import { authorityVolumes, bindingType, bindingTypeAnnotation } from "./authorities.ts";
import { fileVolumes } from "./files.ts";
import { imageOf } from "./image.ts";
import { containerPorts } from "./network.ts";
import type { ResolvedService } from "./resolve-service.ts";
import { isPermitted, roleAnnotation } from "./permissions.ts";
import { probes } from "./probes.ts";
import { lifecycle, rolloutTimes } from "./rollout.ts";
import { isTask, type RunningSpec } from "./service-spec.ts";
import { variables } from "./variables.ts";
import { telemetryAnnotations } from "./telemetry.ts";
import { proxyContainers } from "./vault-proxy.ts";

const folderMebibytes = 256;

/** Size limit of one writable directory. A pod that writes more is evicted before it fills its node's disk. */
export const folderSize: Quantity = `${folderMebibytes}Mi`;

/** Room for a container's logs: the kubelet keeps five files of 10 MiB (`containerLogMaxSize`); doubled for safety. */
const logMebibytes = 100;

/** Ephemeral storage of a pod. The request covers the usual use, which is its logs. */
export function ephemeralStorage(folders: number): { request: Quantity; limit: Quantity } {
  return {
    request: `${logMebibytes}Mi`,
    limit: `${logMebibytes + folders * folderMebibytes}Mi`,
  };
}

/** Whether a service keeps data, and nothing answers while its pod moves. */
function isOnlyPodWithVolume({ volume, scaling }: RunningSpec): boolean {
  return volume !== undefined && scaling.replicas === 1;
}

/** The pod of a service, with least privilege under the Pod Security Standard `restricted`. */
export function podTemplate(
  workload: Identity,
  service: ResolvedService,
  bindings: readonly Binding[],
  platform: ServicePlatform,
): IPodTemplateSpec {
  const { spec } = service;
  const { architectures, user, writable } = imageFacts(spec);
  const { terminationGracePeriodSeconds } = rolloutTimes(service);
  const authorities = authorityVolumes(bindings, spec.runtime);
  const folders = writableFolders(writable);
  const mounted = fileVolumes(workload, spec);
  const { volumes: proxyVolumes, ...proxy } = proxyContainers(
    workload,
    bindings,
    user,
    platform.imageCaches,
  );
  const typed = authorities.volumes.length > 0 && spec.runtime === "spring";
  return {
    metadata: {
      labels: workload.labels,
      annotations: {
        ...telemetryAnnotations(service.spec, platform),
        ...(isTask(spec) ? {} : { "hanok.dev/startup-seconds": `${spec.startupSeconds}` }),
        ...(isTask(spec) || isOnlyPodWithVolume(spec) ? staysOnItsNode : {}),
        ...(typed ? { [bindingTypeAnnotation]: bindingType } : {}),
        ...(isPermitted(spec) ? roleAnnotation : {}),
      },
    },
    spec: {
      serviceAccountName: workload.name,
      ...imagePullSecrets(imageOf(service.name, spec.image, platform), platform.pullSecrets),
      priorityClassName: priorities.services.name,
      // services do not call the API server
      automountServiceAccountToken: false,
      // a Service named redis would set REDIS_PORT=tcp://…, which Spring and others read as a setting
      enableServiceLinks: false,
      terminationGracePeriodSeconds,
      // a failed pod stays, and so do its logs
      ...(isTask(spec) ? { restartPolicy: "Never" } : {}),
      securityContext: podSecurity(user),
      ...(isTask(spec)
        ? {}
        : {
            topologySpreadConstraints: topologySpread(workload.selector, spec.volume !== undefined),
          }),
      ...placement(architectures, spec.volume !== undefined),
      ...proxy,
      containers: [
        {
          ...container(service, bindings, platform),
          securityContext: containerSecurity(user, spec.privileges?.capabilities),
          volumeMounts: [
            ...folders.mounts,
            ...(spec.volume ? [{ name: claimName, mountPath: spec.volume.path }] : []),
            ...authorities.mounts,
            ...mounted.mounts,
          ],
        },
      ],
      volumes: [...folders.volumes, ...authorities.volumes, ...mounted.volumes, ...proxyVolumes],
    },
  };
}

function container(
  service: ResolvedService,
  bindings: readonly Binding[],
  platform: ServicePlatform,
): IContainer {
  const { name, spec } = service;
  const times = rolloutTimes(service);
  const { cpu, memory, memoryLimit = memory } = spec.resources;
  const storage = ephemeralStorage(imageFacts(spec).writable.length);
  return {
    name,
    image: imageOf(name, spec.image, platform),
    // tags are immutable, and a pod must start while the registry is down (ADR 4)
    imagePullPolicy: "IfNotPresent",
    ...(spec.command === undefined ? {} : { command: [...spec.command] }),
    ...(spec.args === undefined ? {} : { args: [...spec.args] }),
    ports: containerPorts(spec),
    env: variables(service, bindings, platform),
    resources: {
      requests: { cpu, memory, "ephemeral-storage": storage.request },
      // no CPU limit: it would throttle a JVM during start-up (ADR 4)
      limits: { memory: memoryLimit, "ephemeral-storage": storage.limit },
    },
    ...probes(spec, times.probes),
    ...(spec.port === undefined ? {} : { lifecycle: lifecycle(times) }),
    terminationMessagePolicy: "FallbackToLogsOnError",
  };
}

function writableFolders(folders: readonly string[]): {
  volumes: IVolume[];
  mounts: IVolumeMount[];
} {
  const named = folders.map((mountPath, index) => ({ name: `writable-${index}`, mountPath }));
  return {
    volumes: named.map(({ name }) => ({ name, emptyDir: { sizeLimit: folderSize } })),
    mounts: named,
  };
}

/** Node selection by the image's architectures. A pod with a volume does not run on Spot. */
function placement(
  architectures: readonly Architecture[],
  hasVolume: boolean,
): Pick<IPodSpec, "nodeSelector" | "affinity"> {
  const key = "kubernetes.io/arch";
  const [only, ...more] = architectures;
  const isOne = only !== undefined && more.length === 0;
  const matchExpressions = [
    ...(isOne ? [] : [{ key, operator: "In" as const, values: [...architectures].sort() }]),
    ...(hasVolume ? [notOnSpot] : []),
  ];
  return {
    ...(isOne ? { nodeSelector: { [key]: only } } : {}),
    ...(matchExpressions.length === 0
      ? {}
      : {
          affinity: {
            nodeAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: {
                nodeSelectorTerms: [{ matchExpressions }],
              },
            },
          },
        }),
  };
}
