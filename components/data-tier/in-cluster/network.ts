import type { INetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import type { IService } from "kubernetes-models/v1/Service";
import type { Peer, ServicePlatform } from "../../platform.ts";
import type { Identity } from "../../workload/availability.ts";
import { selectorOf } from "../../workload/labels.ts";
import { networkPolicy } from "../../workload/network-policy.ts";
import type { Named } from "../../workload/objects.ts";
import { membersService } from "../../check/store-names.ts";
import { metricsOf, metricsPort, type Planned } from "./server-pod.ts";

/**
 * Services of a store, all of them internal to the cluster.
 * A single server has a headless Service, which resolves to its pod's address.
 * A replica set has a second, headless Service for the names of its members.
 * A cache has a Service with a stable address, because its pod may be replaced.
 */
export function services(planned: Planned): Named<IService>[] {
  const { identity, engine } = planned;
  if (engine.inCluster.clustered === true) {
    return [
      service(planned, identity.name, {}),
      service(planned, membersService(identity.name), {
        clusterIP: "None",
        publishNotReadyAddresses: true,
      }),
    ];
  }
  return [
    service(
      planned,
      identity.name,
      engine.inCluster.storage === undefined ? {} : { clusterIP: "None" },
    ),
  ];
}

function service(
  { identity, engine, context }: Planned,
  name: string,
  spec: IService["spec"],
): Named<IService> {
  const { port } = engine;
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace: identity.namespace, labels: identity.labels },
    spec: {
      type: "ClusterIP",
      selector: identity.selector,
      ports: [{ name: context.engine, port, targetPort: port }],
      ...spec,
    },
  };
}

/** Pods of a workload in the system's own namespace. */
export function podsOf(system: string, name: string): Peer {
  return { podSelector: { matchLabels: selectorOf(system, name) } };
}

/** Ports that the provisioning Job connects to. */
function provisioningPorts({ engine }: Planned): readonly number[] {
  return engine.provisioning.ports ?? [engine.port];
}

/** Policy of a store. Ingress: client services, the provisioning Job, monitoring and members. Egress: DNS and members. */
export function serverPolicy(planned: Planned, job: Identity): Named<INetworkPolicy> {
  const { identity, engine, context } = planned;
  const { system } = context.platform;
  const members =
    engine.inCluster.clustered === true
      ? [{ peers: [podsOf(system, identity.name)], ports: [engine.port] }]
      : [];
  return networkPolicy(
    identity,
    [
      {
        peers: [
          ...context.users.map(({ service }) => podsOf(system, service)),
          ...(context.readers ?? []),
        ],
        ports: [engine.port],
      },
      { peers: [podsOf(system, job.name)], ports: provisioningPorts(planned) },
      ...(metricsOf(planned) === undefined
        ? []
        : [{ peers: context.platform.monitoring.peers, ports: [metricsPort] }]),
      ...members,
    ],
    [dnsOpening(context.platform), ...members],
  );
}

/** Policy of the provisioning Job. Egress: DNS and its store. Ingress: none. */
export function jobPolicy(planned: Planned, job: Identity): Named<INetworkPolicy> {
  const { identity, context } = planned;
  const store = podsOf(context.platform.system, identity.name);
  return networkPolicy(
    job,
    [],
    [dnsOpening(context.platform), { peers: [store], ports: provisioningPorts(planned) }],
  );
}

function dnsOpening({ dns }: ServicePlatform) {
  return { peers: dns.peers, ports: [53], protocols: ["UDP", "TCP"] } as const;
}
