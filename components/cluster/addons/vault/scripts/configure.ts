import { record, text, texts } from "./http.ts";
import { audience, type Client, ownPrefix, type Plan } from "./plan.ts";
import type { Server } from "./server.ts";

/**
 * Brings Vault's configuration to the plan. Each step leaves what is right already; policies and roles of clients that are gone
 * are removed, and stores with their data never are.
 * @param token of root, or of the bootstrap's role
 */
export async function configure(plan: Plan, server: Server, token: string): Promise<void> {
  // first, so that the log has all the rest
  await audit(plan, server, token);
  await authMethod(plan, server, token);
  for (const mount of plan.mounts) await keyValueStore(mount, server, token);
  for (const [name, client] of Object.entries(plan.clients)) {
    await server.call("PUT", `sys/policies/acl/${name}`, {
      token,
      body: { policy: client.policy },
    });
    await server.call("PUT", `auth/kubernetes/role/${name}`, { token, body: roleOf(name, client) });
  }
  await removeOthers(plan, server, token);
}

async function audit({ auditFile }: Plan, server: Server, token: string): Promise<void> {
  const devices = await server.find("sys/audit", token);
  if (devices?.["file/"] !== undefined) return;
  const body = { type: "file", options: { file_path: auditFile } };
  await server.call("PUT", "sys/audit/file", { token, body });
}

async function authMethod({ kubernetes }: Plan, server: Server, token: string): Promise<void> {
  const methods = await server.find("sys/auth", token);
  if (methods?.["kubernetes/"] === undefined)
    await server.call("PUT", "sys/auth/kubernetes", { token, body: { type: "kubernetes" } });
  // Vault reviews by its own service account, whose token and CA it reads again when they change
  await server.call("PUT", "auth/kubernetes/config", { token, body: kubernetes });
}

async function keyValueStore(mount: string, server: Server, token: string): Promise<void> {
  const mounts = await server.find("sys/mounts", token);
  const found = mounts?.[`${mount}/`];
  if (found === undefined) {
    const body = { type: "kv", options: { version: "2" } };
    await server.call("PUT", `sys/mounts/${mount}`, { token, body });
    return;
  }
  const { type, options } = record(found);
  if (type !== "kv" || record(options)["version"] !== "2")
    throw new Error(
      `${mount}/ is not a key-value store of version 2, but ${text(type)}. Move it (vault secrets move), and run up again`,
    );
}

const roleOf = (name: string, { namespace, serviceAccount, ttl }: Client) => ({
  bound_service_account_names: [serviceAccount],
  bound_service_account_namespaces: [namespace],
  audience,
  token_policies: [name],
  token_ttl: ttl,
  token_max_ttl: ttl,
});

async function removeOthers({ clients }: Plan, server: Server, token: string): Promise<void> {
  for (const path of ["auth/kubernetes/role", "sys/policies/acl"]) {
    const names = texts((await server.find(path, token, "LIST"))?.["keys"]);
    for (const name of names)
      if (name.startsWith(ownPrefix) && clients[name] === undefined)
        await server.call("DELETE", `${path}/${name}`, { token });
  }
}
