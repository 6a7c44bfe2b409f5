import type { ICertificate } from "@kubernetes-models/cert-manager/cert-manager.io/v1/Certificate";
import type { IRole } from "kubernetes-models/rbac.authorization.k8s.io/v1/Role";
import type { IRoleBinding } from "kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding";
import type { IServiceAccount } from "kubernetes-models/v1/ServiceAccount";
import type { Named } from "../../../workload/objects.ts";
import type { AddonContext, AddonObject } from "../addon.ts";
import { clusterIssuer } from "../cert-manager.ts";
import { accounts, vaultNamespace } from "./clients.ts";
import { bootstrapJob, filesOf, snapshotJob, type VaultJobsArgs } from "./jobs.ts";
import { keySecret, serverCertificate, serverNames } from "./server.ts";

/**
 * What belongs to Vault beside its chart: the servers' certificate, the accounts, and the Jobs, in this order. A service waits for all of
 * them, so that `up` fails while Vault is sealed.
 * @param release hash of the release
 */
export function vaultObjects(
  { vaultUsers = [], timeZone = "Etc/UTC", aws, imageCaches }: AddonContext,
  replicas: number,
  release: string,
): readonly AddonObject[] {
  const args: VaultJobsArgs = {
    replicas,
    users: vaultUsers,
    timeZone,
    release,
    ...(aws && { region: aws.region }),
    ...(imageCaches && { imageCaches }),
  };
  const files = filesOf(args);
  const { name } = files.metadata;
  return [
    certificate,
    account(accounts.bootstrap),
    account(accounts.writers),
    ...(aws === undefined ? keysInCluster : [account(accounts.snapshots)]),
    files,
    bootstrapJob(args, name),
    ...(aws === undefined ? [] : [snapshotJob(args, name)]),
  ].map((object): AddonObject => ({ ...object }));
}

const meta = <const N extends string>(name: N) => ({ name, namespace: vaultNamespace });

const account = (name: string): Named<IServiceAccount> => ({
  apiVersion: "v1",
  kind: "ServiceAccount",
  metadata: meta(name),
  automountServiceAccountToken: false,
});

/** Three months, renewed a month before. The container beside each server has Vault read the new one. */
const certificate: Named<ICertificate> = {
  apiVersion: "cert-manager.io/v1",
  kind: "Certificate",
  metadata: {
    ...meta(serverCertificate),
    annotations: { "pulumi.com/waitFor": "condition=Ready" },
  },
  spec: {
    secretName: serverCertificate,
    duration: "2160h",
    renewBefore: "720h",
    dnsNames: [...serverNames],
    ipAddresses: ["127.0.0.1"],
    privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
    usages: ["server auth", "client auth"],
    issuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name: clusterIssuer },
  },
};

/** Without AWS the bootstrap keeps the keys in a Secret. RBAC cannot name an object that is to be created. */
const role: Named<IRole> = {
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "Role",
  metadata: meta(keySecret),
  rules: [
    { apiGroups: [""], resources: ["secrets"], verbs: ["create"] },
    {
      apiGroups: [""],
      resources: ["secrets"],
      resourceNames: [keySecret],
      verbs: ["get", "patch"],
    },
  ],
};

const binding: Named<IRoleBinding> = {
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "RoleBinding",
  metadata: meta(keySecret),
  roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: keySecret },
  subjects: [{ kind: "ServiceAccount", ...meta(accounts.bootstrap) }],
};

const keysInCluster = [role, binding];
