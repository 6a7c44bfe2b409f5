import { cachedImage } from "../../../images/reference.ts";
import { shortHash } from "../../../workload/config-map.ts";
import { type Addon, type AddonContext, imageOf, isMonitored } from "../addon.ts";
import { chartOf } from "../chart.ts";
import { fromPrometheus, toApiServer, toHttps } from "../network.ts";
import { accounts, fromUsers } from "./clients.ts";
import { vaultObjects } from "./objects.ts";
import { configOf, footprint, unsealAlias, podValues, vaultPort } from "./server.ts";

const replicas = ({ redundancy }: AddonContext) => (redundancy === "zonal" ? 3 : 1);
const image = "hashicorp/vault";
const version = chartOf("vault").appVersion;

const values = (context: AddonContext) => ({
  global: { tlsDisable: false },
  injector: { enabled: false }, // services have Vault Proxy beside them
  ui: { enabled: false, serviceType: "ClusterIP" }, // inside only, at the servers' own port
  server: {
    image: imageOf(image, context),
    ...podValues(context, `${cachedImage(image, context.imageCaches)}:${version}`),
    ha: {
      enabled: true,
      replicas: replicas(context),
      // a name of the certificate; the chart's default is the pod's address
      apiAddr: `https://$(VAULT_K8S_POD_NAME).vault-internal.vault.svc:${vaultPort}`,
      raft: { enabled: true, setNodeId: true, config: configOf(context, replicas(context)) },
      disruptionBudget: { enabled: replicas(context) > 1, maxUnavailable: 1 },
    },
  },
});

/** HashiCorp Vault with integrated storage, TLS, and servers that unseal themselves. A Job initialises it (vault/jobs.ts). */
export const vault = {
  name: "vault",
  namespace: "vault",
  podSecurity: "restricted",
  runsOn: "workers",
  requires: ["cert-manager"],
  readiness: { kind: "later", because: "a server is ready when the bootstrap has initialised it" },
  images: [image],
  timeoutSeconds: 300,
  owned: () => ({
    unseal: { kind: "key", alias: unsealAlias, description: "Unseals Vault" },
    keys: { kind: "secret", description: "Recovery keys of Vault" },
    snapshots: { kind: "bucket", expireAfterDays: 30 },
  }),
  identities: [
    { serviceAccount: "vault", uses: ["unseal"] },
    { serviceAccount: accounts.bootstrap, uses: ["keys"] },
    { serviceAccount: accounts.snapshots, uses: ["snapshots"] },
  ],
  network: ({ vaultUsers = [], ...context }) => ({
    ingress: [fromUsers(vaultUsers), fromPrometheus(isMonitored(context), vaultPort)],
    egress: [toApiServer, toHttps], // reviews of tokens; AWS's APIs
  }),
  values,
  footprint: (context) => [footprint(context, replicas(context))],
  objects: (context) =>
    vaultObjects(context, replicas(context), shortHash([version, values(context)])),
} as const satisfies Addon;
