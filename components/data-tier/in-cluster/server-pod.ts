import type { IContainer } from "kubernetes-models/v1/Container";
import type { IContainerPort } from "kubernetes-models/v1/ContainerPort";
import type { IPodTemplateSpec } from "kubernetes-models/v1/PodTemplateSpec";
import type { IProbe } from "kubernetes-models/v1/Probe";
import type { IToleration } from "kubernetes-models/v1/Toleration";
import { imageRef } from "../../images/reference.ts";
import {
  type Identity,
  notOnSpot,
  staysOnItsNode,
  topologySpread,
} from "../../workload/availability.ts";
import { claimName } from "../../workload/claims.ts";
import { anyUser, containerSecurity } from "../../workload/security.ts";
import type { Engine, Metrics, Probe, Server, ServerContext } from "../engine.ts";
import {
  configFiles,
  type Mounted,
  podSpec,
  resourcesOf,
  scratch,
  secretFolder,
} from "../provisioning/pod.ts";

/** Startup timeout of a server, in seconds: the crash recovery of a large store takes minutes. */
const recoverySeconds = 1800;
/** Seconds without an answer after which a running server is restarted. */
const deadSeconds = 120;

/** A planned server, with everything that its workload needs. */
export interface Planned {
  readonly identity: Identity;
  readonly engine: Engine;
  readonly server: Server;
  readonly context: ServerContext;
  /** ConfigMap of the server's files, if it has any. */
  readonly files: string | undefined;
}

/** The pods of a server. */
export function serverTemplate(planned: Planned, stateful: boolean): IPodTemplateSpec {
  const { identity, engine, server, context } = planned;
  const { command, args, env = [], resources } = server;
  const metrics = metricsOf(planned);
  const pod = podSpec(
    identity.name,
    {
      name: context.engine,
      image: imageRef(engine.image, context.platform.imageCaches),
      ...(command === undefined ? {} : { command: [...command] }),
      ...(args === undefined ? {} : { args: [...args] }),
      env: [{ name: "TZ", value: context.platform.timeZone }, ...env],
      ports: [
        { name: context.engine, containerPort: engine.port },
        ...(metrics === undefined || metrics.exporter ? [] : [portOf(metrics)]),
      ],
      resources: resourcesOf(resources.cpu, resources.memory, engine.inCluster.ephemeralStorage),
      startupProbe: probe(server.startup, recoverySeconds),
      readinessProbe: probe(server.readiness, 0),
      livenessProbe: probe(server.liveness, deadSeconds),
    },
    mountsOf(planned),
    context.platform.pullSecrets,
  );
  return {
    metadata: {
      labels: identity.labels,
      annotations: {
        "hanok.dev/startup-seconds": `${engine.inCluster.startupSeconds}`,
        ...(context.members === 1 ? staysOnItsNode : {}),
      },
    },
    spec: {
      ...pod,
      ...(metrics?.exporter ? { initContainers: [exporter(metrics, planned)] } : {}),
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [notOnSpot] }],
          },
        },
      },
      terminationGracePeriodSeconds: engine.inCluster.terminationGracePeriodSeconds,
      topologySpreadConstraints: topologySpread(
        identity.selector,
        stateful,
        Math.min(context.members, context.platform.zones.length),
      ),
      ...(stateful ? {} : { tolerations: leavesLostNode }),
    },
  };
}

/** Name of the port of a store's metrics. */
export const metricsPort = "metrics";

/** Metrics of a store. Undefined where nobody scrapes them. */
export function metricsOf({ engine, context }: Planned): Metrics | undefined {
  return context.platform.monitoring.exporters === true ? engine.inCluster.metrics : undefined;
}

function portOf({ port }: Metrics): IContainerPort {
  return { name: metricsPort, containerPort: port };
}

/**
 * A sidecar: an init container that keeps running. It has no readiness of its own, so a store without its metrics still
 * serves.
 */
function exporter(metrics: Metrics, { context: { platform } }: Planned): IContainer {
  const { image = "", env = [] } = metrics.exporter ?? {};
  return {
    name: "exporter",
    image: imageRef(image, platform.imageCaches),
    imagePullPolicy: "IfNotPresent",
    restartPolicy: "Always",
    env: [...env],
    ports: [portOf(metrics)],
    resources: resourcesOf("10m", "64Mi", "16Mi"),
    securityContext: containerSecurity(anyUser),
  };
}

/** Seconds after the loss of a node until its pods without data move. The Kubernetes default is 300. */
const lostNodeSeconds = 15;

const leavesLostNode: IToleration[] = ["not-ready", "unreachable"].map((state) => ({
  key: `node.kubernetes.io/${state}`,
  operator: "Exists",
  effect: "NoExecute",
  tolerationSeconds: lostNodeSeconds,
}));

/** Allows at least two failures, because a single slow answer is not a failure. */
function probe({ command, periodSeconds, timeoutSeconds }: Probe, allowedSeconds: number): IProbe {
  return {
    exec: { command: [...command] },
    periodSeconds,
    timeoutSeconds,
    failureThreshold: Math.max(2, Math.ceil(allowedSeconds / periodSeconds)),
  };
}

function mountsOf({ server, files }: Planned): Mounted[] {
  const { data, writable, files: config, secretFiles = [] } = server;
  return [
    ...(data === undefined ? [] : [claim(data)]),
    ...Object.entries(writable).map(([path, size]) => scratch(path, size)),
    ...(files === undefined || config === undefined
      ? []
      : [configFiles(files, config.directory, Object.keys(config.content))]),
    ...secretFiles.map(secretFolder),
  ];
}

function claim({ path, subPath }: NonNullable<Server["data"]>): Mounted {
  return {
    mounts: [{ name: claimName, mountPath: path, ...(subPath === undefined ? {} : { subPath }) }],
  };
}
