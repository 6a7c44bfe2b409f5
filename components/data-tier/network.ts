import type { INetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import type { IService } from "kubernetes-models/v1/Service";
import type { Peer, ServicePlatform } from "../platform.ts";
import type { Identity } from "../workload/availability.ts";
import { selectorOf } from "../workload/labels.ts";
import { networkPolicy } from "../workload/network-policy.ts";
import type { Named } from "../workload/objects.ts";
import { membersService } from "../check/store-names.ts";
import type { Planned } from "./server-pod.ts";

/**
 * The Services of a store, none of which leaves the cluster. One server is reached by a headless one, which has its
 * pod's address; members need a second one for their own names; a cache has an address that stays when its pod does not.
 */
export function services(planned: Planned): Named<IService>[] {
  const { identity, engine } = planned;
  if (engine.clustered === true) {
    return [
      service(planned, identity.name, {}),
      service(planned, membersService(identity.name), {
        clusterIP: "None",
        publishNotReadyAddresses: true,
      }),
    ];
  }
  return [
    service(planned, identity.name, engine.storage === undefined ? {} : { clusterIP: "None" }),
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

/** Ports that the provisioning Job needs. */
function provisioningPorts({ engine }: Planned): readonly number[] {
  return engine.provisioning.ports ?? [engine.port];
}

/** Into a store: the services that use it, its provisioning Job, and its own members. Out of it: names, and its members. */
export function serverPolicy(planned: Planned, job: Identity): Named<INetworkPolicy> {
  const { identity, engine, context } = planned;
  const { system } = context.platform;
  const members =
    engine.clustered === true
      ? [{ peers: [podsOf(system, identity.name)], ports: [engine.port] }]
      : [];
  return networkPolicy(
    identity,
    [
      { peers: context.users.map(({ service }) => podsOf(system, service)), ports: [engine.port] },
      { peers: [podsOf(system, job.name)], ports: provisioningPorts(planned) },
      ...members,
    ],
    [names(context.platform), ...members],
  );
}

/** The Job reaches names and its store, and nothing reaches it. */
export function jobPolicy(planned: Planned, job: Identity): Named<INetworkPolicy> {
  const { identity, context } = planned;
  const store = podsOf(context.platform.system, identity.name);
  return networkPolicy(
    job,
    [],
    [names(context.platform), { peers: [store], ports: provisioningPorts(planned) }],
  );
}

function names({ dns }: ServicePlatform) {
  return { peers: dns.peers, ports: [53], protocols: ["UDP", "TCP"] } as const;
}
