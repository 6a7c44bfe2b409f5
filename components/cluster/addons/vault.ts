import type { Addon, AddonContext } from "./addon.ts";
import { serverConfig, serverSecurity, vaultPort, zoneSpread } from "./vault-config.ts";

const replicas = ({ redundancy }: AddonContext) => (redundancy === "zonal" ? 3 : 1);
const resources = ({ size }: AddonContext) =>
  size === "large" ? { cpu: "500m", memory: "1Gi" } : { cpu: "100m", memory: "256Mi" };
// of the cluster's default storage class, as all stores: gp3 on EKS, and there under any kubeconfig
const storage = { data: "10Gi", audit: "10Gi" } as const;

/** HashiCorp Vault with integrated storage. TLS, unsealing by KMS and bootstrap are still open: vault-config.ts. */
export const vault = {
  name: "vault",
  namespace: "vault",
  podSecurity: "restricted",
  runsOn: "workers",
  requires: [],
  readiness: { kind: "later", because: "a server is ready when it is initialised and unsealed" },
  timeoutSeconds: 300,
  values: (context) => ({
    global: { tlsDisable: true }, // Z8, open
    injector: { enabled: false }, // ZipBob's services read Vault themselves, by Spring Cloud Vault
    ui: { enabled: false, serviceType: "ClusterIP" }, // Z9: inside only, at the server's own port
    server: {
      resources: { requests: resources(context), limits: { memory: resources(context).memory } },
      priorityClassName: "system-cluster-critical",
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
