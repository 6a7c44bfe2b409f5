import { priorities } from "../../../workload/priority.ts";
import { keyAlias } from "../../control-plane.ts";
import type { AddonContext, Footprint, HelmValue } from "../addon.ts";
import { companionScript } from "./companion.ts";

/** Port of the API, on the Service `vault` in the namespace `vault`. */
export const vaultPort = 8200;

/** Secret with the servers' certificate, from cert-manager: `tls.crt`, `tls.key` and `ca.crt`. */
export const serverCertificate = "vault-tls";

/** Secret in which a cluster without AWS keeps the key that unseals its Vault. */
export const keySecret = "vault-keys";

/** Name of a server's host in the cluster. Node, in which the Jobs run, refuses `*.vault-internal`: a wildcard below a top-level name. */
export const serverHost = (server: number): string => `vault-${server}.vault-internal.vault.svc`;

/** Names of the servers' certificate: each pod, the Services, and the loopback of a pod's own commands. */
export const serverNames: readonly string[] = [
  "vault.vault.svc",
  "vault.vault.svc.cluster.local",
  "*.vault-internal.vault.svc",
  "*.vault-internal.vault.svc.cluster.local",
  "localhost",
];

const folder = "/vault/tls";
/** File of the audit log, on a volume of its own. */
export const auditFile = "/vault/audit/audit.log";
const keyFile = "/vault/keys/key";

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

/** Alias of the KMS key that unseals the servers. */
export const unsealAlias = "vault";

/** The servers' configuration on a cluster. */
export const configOf = ({ aws }: Pick<AddonContext, "aws">, replicas: number): string =>
  serverConfig(
    replicas,
    aws && { region: aws.region, alias: keyAlias(aws.clusterName, unsealAlias) },
  );

/**
 * Configuration of a server in HCL: integrated storage, in which each server joins the current leader. On AWS a KMS key unseals it,
 * elsewhere the container beside it does. The chart appends `disable_mlock`, which integrated storage requires.
 * @param key alias and region of the KMS key @default none: unsealed by a key in the cluster
 */
export function serverConfig(
  replicas: number,
  key?: { readonly region: string; readonly alias: string },
): string {
  const joins = Array.from(
    { length: replicas },
    (_, server) => `
  retry_join {
    leader_api_addr = "https://${serverHost(server)}:${vaultPort}"
    leader_ca_cert_file = "${folder}/ca.crt"
  }`,
  );
  const seal =
    key &&
    `seal "awskms" {
  region = "${key.region}"
  kms_key_id = "${key.alias}"
}
`;
  return `ui = true
listener "tcp" {
  address = "[::]:${vaultPort}"
  cluster_address = "[::]:8201"
  tls_cert_file = "${folder}/tls.crt"
  tls_key_file = "${folder}/tls.key"
  telemetry {
    unauthenticated_metrics_access = true
  }
}
storage "raft" {
  path = "/vault/data"${joins.join("")}
}
${seal ?? ""}service_registration "kubernetes" {}
telemetry {
  prometheus_retention_time = "24h"
  disable_hostname = true
}
`;
}

/** CPU in millicores and memory in MiB: of a server, and of the container beside it. */
function sizesOf({ size, aws }: Pick<AddonContext, "size" | "aws">) {
  return {
    server: size === "large" ? { cpu: 500, memory: 1024 } : { cpu: 100, memory: 256 },
    // Vault's command line, which unseals, is larger than the shell
    companion: { cpu: 5, memory: aws === undefined ? 128 : 32 },
  };
}

const resourcesOf = ({ cpu, memory }: { readonly cpu: number; readonly memory: number }) => ({
  requests: { cpu: `${cpu}m`, memory: `${memory}Mi` },
  limits: { memory: `${memory}Mi` },
});

/** Size of the audit log at which it is rotated, and number of older logs: together half of its volume. */
const audit = { bytes: 512 * 1024 ** 2, files: 8 } as const;

/** Values of the chart for the servers' pods. @param image of the container beside each server */
export function podValues(context: AddonContext, image: string) {
  const isLocal = context.aws === undefined;
  const volumes: HelmValue[] = [
    { name: "tls", secret: { secretName: serverCertificate } },
    ...(isLocal ? [{ name: "keys", secret: { secretName: keySecret, optional: true } }] : []),
    // the start script writes there
    { name: "tmp", emptyDir: {} },
  ];
  const mounts: HelmValue[] = [
    { name: "tls", mountPath: folder, readOnly: true },
    ...(isLocal ? [{ name: "keys", mountPath: "/vault/keys", readOnly: true }] : []),
    { name: "tmp", mountPath: "/tmp" },
  ];
  return {
    resources: resourcesOf(sizesOf(context).server),
    priorityClassName: priorities.platform.name,
    topologySpreadConstraints: [zoneSpread(context.zones.length)],
    dataStorage: { size: storage.data },
    auditStorage: { enabled: true, size: storage.audit },
    persistentVolumeClaimRetentionPolicy: {
      whenDeleted: context.data === "keep" ? "Retain" : "Delete",
      whenScaled: "Retain",
    },
    // clients reach unsealed servers only; the servers find each other by the headless Service, which publishes all
    service: { publishNotReadyAddresses: false },
    extraEnvironmentVars: { VAULT_CACERT: `${folder}/ca.crt` },
    volumes,
    volumeMounts: mounts,
    statefulSet: { securityContext: serverSecurity },
    // the container beside a server sends signals to it
    shareProcessNamespace: true,
    extraContainers: [
      {
        name: "companion",
        image,
        command: ["/bin/sh", "-c"],
        args: [companionScript],
        env: Object.entries({
          TLS: folder,
          AUDIT: auditFile,
          AUDIT_BYTES: `${audit.bytes}`,
          AUDIT_FILES: `${audit.files}`,
          KEY: keyFile,
          EVERY: "15",
          VAULT_ADDR: `https://127.0.0.1:${vaultPort}`,
          VAULT_CACERT: `${folder}/ca.crt`,
        }).map(([name, value]) => ({ name, value })),
        resources: resourcesOf(sizesOf(context).companion),
        securityContext: serverSecurity.container,
        volumeMounts: [...mounts, { name: "audit", mountPath: "/vault/audit" }],
      },
    ],
  };
}

/** What the chart runs with these values. Its budget has no `AlwaysAllow`, and its StatefulSet is not rolled. */
export function footprint(context: AddonContext, replicas: number): Footprint {
  const { server, companion } = sizesOf(context);
  return {
    kind: "StatefulSet",
    name: "vault",
    replicas,
    cpu: `${server.cpu + companion.cpu}m`,
    memory: `${server.memory + companion.memory}Mi`,
    startupSeconds: 10,
    spread: "zone",
    budget: replicas > 1,
    evicts: "IfHealthyBudget",
    strategy: "OnDelete",
    members: "vault-internal",
    priority: priorities.platform.name,
    ports: { https: vaultPort },
    storage,
  };
}

// of the cluster's default storage class, as all stores: gp3 on EKS, and there under any kubeconfig
const storage = { data: "10Gi", audit: "10Gi" } as const;

/** Pod Security `restricted`, with the user and group of the image, as in the chart. */
const serverSecurity = {
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
