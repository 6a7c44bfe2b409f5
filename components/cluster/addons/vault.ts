import { priorities } from "../../workload/priority.ts";
import { type Addon, type AddonContext, imageOf } from "./addon.ts";

const replicas = ({ redundancy }: AddonContext) => (redundancy === "zonal" ? 3 : 1);
const resources = ({ size }: AddonContext) =>
  size === "large" ? { cpu: "500m", memory: "1Gi" } : { cpu: "100m", memory: "256Mi" };
// of the cluster's default storage class, as all stores: gp3 on EKS, and there under any kubeconfig
const storage = { data: "10Gi", audit: "10Gi" } as const;

/** HashiCorp Vault with integrated storage. TLS, unsealing by KMS and bootstrap are missing; see `serverConfig`. */
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
        // the chart's budget of a single server would never allow a drain
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

/** Spreads the servers over the zones; the chart's own rule only separates nodes. */
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
 * Configuration of a server in HCL: integrated storage, and each server joins the current leader. The chart appends
 * `disable_mlock`, which integrated storage requires.
 *
 * Not ready for production secrets: TLS is off (Z8), and without `seal "awskms"` every server must be unsealed by hand after
 * its start (Z7). The bootstrap, which creates certificate and key, will add both.
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

/** Pod Security `restricted`, with the user and group of the image, as in the chart. */
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
