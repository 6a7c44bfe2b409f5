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
