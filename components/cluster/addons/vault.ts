import { priorities } from "../../workload/priority.ts";
import { type Addon, type AddonContext, imageOf } from "./addon.ts";

const replicas = ({ redundancy }: AddonContext) => (redundancy === "zonal" ? 3 : 1);
const resources = ({ size }: AddonContext) =>
  size === "large" ? { cpu: "500m", memory: "1Gi" } : { cpu: "100m", memory: "256Mi" };
// of the cluster's default storage class, as all stores: gp3 on EKS, and there under any kubeconfig
const storage = { data: "10Gi", audit: "10Gi" } as const;

/** HashiCorp Vault with integrated storage. TLS, unsealing by KMS and bootstrap are still open; see `serverConfig`. */
export const vault = {
  name: "vault",
  namespace: "vault",
  podSecurity: "restricted",
  runsOn: "workers",
  requires: [],
  readiness: { kind: "later", because: "a server is ready when it is initialised and unsealed" },
  images: ["hashicorp/vault"],
  timeoutSeconds: 300,
  values: (context) => ({
    global: { tlsDisable: true }, // Z8, open
    injector: { enabled: false }, // ZipBob's services read Vault themselves, by Spring Cloud Vault
    ui: { enabled: false, serviceType: "ClusterIP" }, // Z9: inside only, at the server's own port
    server: {
      image: imageOf("hashicorp/vault", context),
      resources: { requests: resources(context), limits: { memory: resources(context).memory } },
      priorityClassName: priorities.platform.name,
      topologySpreadConstraints: [zoneSpread(context.zones.length)],
      dataStorage: { size: storage.data },
      auditStorage: { enabled: true, size: storage.audit },
      persistentVolumeClaimRetentionPolicy: {
        whenDeleted: context.data === "keep" ? "Retain" : "Delete",
        whenScaled: "Retain",
      },
      ha: {
        enabled: true,
        replicas: replicas(context),
        raft: { enabled: true, setNodeId: true, config: serverConfig(replicas(context)) },
        // of a single server the chart's budget lets none go, and its node could never be drained
        disruptionBudget: { enabled: replicas(context) > 1, maxUnavailable: 1 },
      },
      volumes: [{ name: "tmp", emptyDir: {} }], // the start script writes there
      volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
      statefulSet: { securityContext: serverSecurity },
    },
  }),
  footprint: (context) => [
    {
      kind: "StatefulSet",
      name: "vault",
      replicas: replicas(context),
      ...resources(context),
      startupSeconds: 10,
      spread: "zone",
      budget: replicas(context) > 1,
      ports: { http: vaultPort },
      storage,
    },
  ],
} as const satisfies Addon;

/** Port of the API and of the UI, on the Service `vault` in the namespace `vault`. */
export const vaultPort = 8200;

/** One server a zone, also while a zone has no node yet; what the chart's rule of one server a node leaves open. */
export function zoneSpread(zones: number) {
  return {
    maxSkew: 1,
    minDomains: zones,
    topologyKey: "topology.kubernetes.io/zone",
    whenUnsatisfiable: "DoNotSchedule",
    // the labels that the chart gives the server's pods
    labelSelector: {
      matchLabels: {
        "app.kubernetes.io/name": "vault",
        "app.kubernetes.io/instance": "vault",
        component: "server",
      },
    },
  };
}

/**
 * Configuration of a server, in HCL: integrated storage, each server joining whichever of them leads.
 * The chart appends `disable_mlock`, which integrated storage asks for.
 *
 * Still open, and so no place for production secrets: TLS is off (Z8), and without `seal "awskms"` a person
 * unseals every server after its start (Z7). Both come with the bootstrap, which makes the certificate and the key.
 */
export function serverConfig(replicas: number): string {
  const joins = Array.from(
    { length: replicas },
    (_, server) => `
  retry_join {
    leader_api_addr = "http://vault-${server}.vault-internal:${vaultPort}"
  }`,
  );
  return `ui = true
listener "tcp" {
  tls_disable = 1
  address = "[::]:${vaultPort}"
  cluster_address = "[::]:8201"
}
storage "raft" {
  path = "/vault/data"${joins.join("")}
}
service_registration "kubernetes" {}
`;
}

/** Pod Security `restricted`, with the user and the group of the image (the chart's own choice). */
export const serverSecurity = {
  pod: {
    runAsNonRoot: true,
    runAsUser: 100,
    runAsGroup: 1000,
    fsGroup: 1000,
    seccompProfile: { type: "RuntimeDefault" },
  },
  container: {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    readOnlyRootFilesystem: true,
  },
} as const;
