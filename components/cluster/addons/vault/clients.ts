import { vaultRole } from "../../../check/store-names.ts";
import { selectorOf } from "../../../workload/labels.ts";
import type { VaultUser } from "../../../platform.ts";
import type { Opening } from "../../../workload/network-policy.ts";
import { bootstrapRole, type Client, ownPrefix } from "./scripts/plan.ts";
import { snapshotRole } from "./scripts/snapshot.ts";
import { vaultPort } from "./server.ts";

/** Namespace and service accounts of the platform's own clients. */
export const vaultNamespace = "vault";
export const accounts = {
  bootstrap: "vault-bootstrap",
  snapshots: "vault-snapshots",
  /** People take a token of it to write secrets. Kubernetes' RBAC decides who may take one. */
  writers: "vault-writers",
} as const;

type Capability = "create" | "read" | "update" | "delete" | "list" | "sudo";

const allow = (path: string, ...capabilities: readonly Capability[]): string =>
  `path "${path}" {\n  capabilities = ${JSON.stringify(capabilities)}\n}\n`;

/** Spring reads `<application>` and `<application>/<profile>`, and `application` for all applications. */
function policyOf({ system, service, readsForOthers }: VaultUser): string {
  const read = (path: string) => allow(`${system}/data/${path}`, "read");
  if (readsForOthers) return read("*");
  return [service, `${service}/*`, "application", "application/*"].map(read).join("");
}

/** What the bootstrap itself may do: everything that it configures, and no secret. */
const bootstrapPolicy = [
  allow("sys/audit", "read", "sudo"),
  allow("sys/audit/file", "create", "update", "sudo"),
  allow("sys/auth", "read"),
  allow("sys/auth/kubernetes", "create", "update", "sudo"),
  allow("auth/kubernetes/config", "create", "update"),
  allow("auth/kubernetes/role", "list"),
  allow("auth/kubernetes/role/*", "create", "read", "update", "delete"),
  allow("sys/policies/acl", "list"),
  allow("sys/policies/acl/*", "create", "read", "update", "delete"),
  allow("sys/mounts", "read"),
  allow("sys/mounts/*", "create", "update"),
  allow("sys/storage/raft/configuration", "read"),
].join("");

/** Every policy and role: one for each service, and those of the platform. */
export function clientsOf(users: readonly VaultUser[]): Readonly<Record<string, Client>> {
  const services = users.map((user) => [
    vaultRole(user.system, user.service),
    { namespace: user.system, serviceAccount: user.service, policy: policyOf(user), ttl: "1h" },
  ]);
  const own = (serviceAccount: string, policy: string, ttl: string): Client => ({
    namespace: vaultNamespace,
    serviceAccount,
    policy,
    ttl,
  });
  const writes = mountsOf(users).map(
    (mount) =>
      allow(`${mount}/data/*`, "create", "read", "update", "delete") +
      allow(`${mount}/metadata/*`, "list", "read", "delete"),
  );
  return Object.fromEntries([
    [bootstrapRole, own(accounts.bootstrap, bootstrapPolicy, "20m")],
    [snapshotRole, own(accounts.snapshots, allow("sys/storage/raft/snapshot", "read"), "10m")],
    [`${ownPrefix}writers`, own(accounts.writers, writes.join(""), "1h")],
    ...services,
  ]);
}

/** The key-value stores, one for each system. */
export function mountsOf(users: readonly VaultUser[]): readonly string[] {
  return [...new Set(users.map(({ system }) => system))].sort();
}

/** Traffic of the services that read Vault. */
export const fromUsers = (users: readonly VaultUser[]): Opening => ({
  peers: users.map(({ system, service }) => ({
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": system } },
    podSelector: { matchLabels: selectorOf(system, service) },
  })),
  ports: [vaultPort],
});
