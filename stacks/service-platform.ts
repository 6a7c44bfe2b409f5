import { tracesNamespace } from "../components/cluster/addons/network.ts";
import type { System } from "../apps/system.ts";
import type { Gateway } from "../components/cluster/gateway.ts";
import type { ImageCaches, Peer, ServicePlatform, SystemGateway } from "../components/platform.ts";
import type { Environment } from "./environment.ts";
import { pullSecretsOf } from "./pull-secrets.ts";
import { privateDomain } from "./private-domain.ts";

/** Selects a namespace by the label that the API server sets (https://kubernetes.io/docs/reference/labels-annotations-taints/). */
function namespacePeer(name: string): Peer {
  return { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } } };
}

type Reached = Pick<Gateway, "name" | "namespace" | "peers" | "scheme" | "alb">;

const serving = (
  { name, namespace, peers, scheme, alb }: Reached,
  domain: string,
): SystemGateway => ({
  name,
  namespace,
  domain,
  scheme,
  peers,
  ...(alb && { alb }),
});

/** The part of a cluster that a system's services need. */
interface Offered {
  /** @default none */
  readonly account?: ServicePlatform["aws"] | undefined;
  readonly gateways: { readonly public: Reached; readonly internal?: Reached };
  readonly imageCaches?: ImageCaches;
}

/** The platform that an environment offers to a system's services. */
export function servicePlatform(
  system: Pick<System, "name" | "internal">,
  environment: Environment,
  { gateways, imageCaches, account }: Offered,
): ServicePlatform {
  const { size, redundancy, zones, timeZone, registry, versions, domain, observability } =
    environment;
  const own = privateDomain(environment);
  return {
    namespace: system.name,
    system: system.name,
    size,
    redundancy,
    zones,
    timeZone,
    registry,
    pullSecrets: pullSecretsOf(environment),
    versions: versions[system.name] ?? {},
    ...(imageCaches && { imageCaches }),
    gateway: serving(gateways.public, domain),
    ...(gateways.internal &&
      system.internal &&
      own !== undefined && {
        internalGateway: serving(gateways.internal, own),
      }),
    ...(account && { aws: { region: account.region, endpoints: account.endpoints } }),
    monitoring: {
      peers: [namespacePeer("monitoring")],
      ...(observability === "none" ? {} : { exporters: true }),
    },
    ...(environment.observability === "full" && {
      telemetry: {
        endpoint: `http://collector-collector.${tracesNamespace}:4318`,
        peers: [namespacePeer(tracesNamespace)],
        instrumentation: `${tracesNamespace}/hanok`,
      },
    }),
    // CoreDNS has this label on EKS and on kubeadm clusters
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
