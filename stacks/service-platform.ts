import type { System } from "../apps/system.ts";
import type { PublicGateway } from "../components/cluster/public-gateway.ts";
import type { Peer, ServicePlatform } from "../components/platform.ts";
import type { Environment } from "./environment.ts";

/** The namespace label that the API server itself sets (https://kubernetes.io/docs/reference/labels-annotations-taints/). */
function namespacePeer(name: string): Peer {
  return { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } } };
}

/** What an environment and its cluster offer to the services of one system. */
export function servicePlatform(
  system: Pick<System, "name" | "host">,
  environment: Environment,
  gateway: Pick<PublicGateway, "name" | "namespace" | "peers">,
): ServicePlatform {
  const { size, redundancy, zones, timeZone, registry, versions, domain } = environment;
  return {
    namespace: system.name,
    system: system.name,
    size,
    redundancy,
    zones,
    timeZone,
    registry,
    versions: versions[system.name] ?? {},
    gateway: {
      name: gateway.name,
      namespace: gateway.namespace,
      hostname: `${system.host}.${domain}`,
      peers: gateway.peers,
    },
    monitoring: { peers: [namespacePeer("monitoring")] },
    // CoreDNS carries this label on EKS and on every kubeadm cluster
    dns: {
      peers: [
        {
          ...namespacePeer("kube-system"),
          podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
        },
      ],
    },
  };
}
