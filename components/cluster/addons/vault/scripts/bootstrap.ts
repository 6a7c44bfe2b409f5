import { readFile, rm, writeFile } from "node:fs/promises";
import { configure } from "./configure.ts";
import { pause, record, texts } from "./http.ts";
import { type KeyStore, parseStored, type Stored } from "./key-store.ts";
import { bootstrapRole, type Plan } from "./plan.ts";
import { type Seal, Server, VaultError } from "./server.ts";

/** What a bootstrap works with; tests replace it. */
export interface Surroundings {
  readonly store: KeyStore;
  /** File in memory that outlives the container, but not the pod. It holds the keys until they are stored. */
  readonly spool: string;
  /** Token of the Job's service account. */
  readonly jwt: () => Promise<string>;
  /** Certificate authority of the servers in PEM. */
  readonly ca?: string;
  readonly report: (line: string) => void;
  /** Seconds that each wait may take. @default 600 */
  readonly patience?: number;
  /** Seconds between two tries. @default 1 */
  readonly interval?: number;
}

/** A state that only people can resolve. Its message names the section of the runbook. */
export class NeedsPeople extends Error {}

const runbook = "docs/runbooks/vault-bootstrap.md";

/**
 * Initialises, unseals and configures Vault. It can be repeated after it ended at any point, and never deletes data.
 * @throws NeedsPeople if keys or data are lost
 * @throws Error if something did not become ready in time
 */
export async function bootstrap(plan: Plan, around: Surroundings): Promise<void> {
  const servers = plan.servers.map((address) => new Server(address, around.ca));
  const keys = await keysOf(plan, servers, around);
  if (plan.seal === "shamir") await unseal(servers, keys.keys, around);
  const active = await waitForAll(servers, around);
  await configureOnce(plan, active, keys, around);
  await waitForVoters(plan, active, around);
  around.report(`Vault is ready: ${servers.length} servers are unsealed`);
}

type Known = Exclude<Stored, { readonly state: "initialising" }>;

/** The keys of an initialised Vault, which it initialises if it is new. */
async function keysOf(
  plan: Plan,
  servers: readonly Server[],
  around: Surroundings,
): Promise<Known> {
  const { store, report } = around;
  // a server that does not answer could be the one with the data
  const seals = await until("every server answers", around, () =>
    Promise.all(servers.map((server) => server.seal())),
  );
  const stored = await store.read();
  const spooled = await readSpool(around);
  if (seals.some(({ initialized }: Seal) => initialized)) {
    if (stored !== undefined && stored.state !== "initialising") return stored;
    if (spooled !== undefined) return keep(spooled, around);
    throw new NeedsPeople(
      `Vault is initialised, but ${store.place} has no keys: an earlier bootstrap ended between both, or another program ` +
        `initialised it. No data was changed. ${runbook} (Keys that were never stored) says what to do`,
    );
  }
  if (stored !== undefined && stored.state !== "initialising")
    throw new NeedsPeople(
      `Vault is empty, but ${store.place} has keys: its volumes were lost or replaced. ` +
        `${runbook} (Volumes that were lost) restores a snapshot`,
    );
  // shows that the keys can be stored, before there are any
  await store.write({ state: "initialising" });
  report("Vault is new, and is initialised");
  return keep(await initialise(plan, servers), around);
}

async function initialise({ seal }: Plan, [first]: readonly Server[]): Promise<Known> {
  if (first === undefined) throw new Error("the plan has no server");
  const shares =
    seal === "auto"
      ? { recovery_shares: 1, recovery_threshold: 1 }
      : { secret_shares: 1, secret_threshold: 1 };
  const answer = await first.call("PUT", "sys/init", { body: shares });
  const keys = texts(answer[seal === "auto" ? "recovery_keys_base64" : "keys_base64"]);
  const { root_token: rootToken } = answer;
  if (typeof rootToken !== "string" || keys.length === 0)
    throw new Error("Vault was initialised, and its answer has no keys");
  return { state: "initialised", keys, rootToken };
}

/** Stores keys, however often it has to try: without them, Vault would have to be made again. */
async function keep(keys: Known, around: Surroundings): Promise<Known> {
  const { store, spool, report } = around;
  await writeFile(spool, JSON.stringify(keys), { mode: 0o600 });
  for (;;) {
    try {
      await store.write(keys);
      break;
    } catch (error) {
      report(`${messageOf(error)}; trying again`);
      await pause(around.interval ?? 1);
    }
  }
  report(`the keys are in ${store.place}`);
  await rm(spool, { force: true });
  return keys;
}

async function readSpool({ spool }: Surroundings): Promise<Known | undefined> {
  const text = await readFile(spool, "utf8").catch(() => undefined);
  if (text === undefined || text === "") return undefined;
  const stored = parseStored(text, spool);
  return stored.state === "initialising" ? undefined : stored;
}

/** Unseals each server. A server without data joins the cluster first, by `retry_join`. */
async function unseal(
  servers: readonly Server[],
  keys: readonly string[],
  around: Surroundings,
): Promise<void> {
  for (const server of servers)
    await until(`${server.address} is unsealed`, around, async () => {
      if (!(await server.seal()).sealed) return true;
      for (const key of keys) await server.call("PUT", "sys/unseal", { body: { key } });
      return !(await server.seal()).sealed || undefined;
    });
}

/** @returns the active server, when all are unsealed */
async function waitForAll(servers: readonly Server[], around: Surroundings): Promise<Server> {
  return until("every server is unsealed, and one is active", around, async () => {
    const states = await Promise.all(servers.map((server) => server.health()));
    const sealed = servers.filter((_, index) => states[index] === "other");
    if (sealed.length > 0)
      throw new Error(`${sealed.map(({ address }) => address).join(", ")} is sealed or not joined`);
    return servers[states.indexOf("active")];
  });
}

/** Configures Vault by the root token, which it revokes, or later by its own role. */
async function configureOnce(
  plan: Plan,
  active: Server,
  known: Known,
  { store, jwt, report }: Surroundings,
): Promise<void> {
  const root = known.state === "initialised" ? known.rootToken : undefined;
  if (root !== undefined && (await isValid(active, root))) {
    await configure(plan, active, root);
    // the next bootstrap has to be able to log in, before the way by the root token is closed
    await active.login(bootstrapRole, await jwt());
    await active.call("POST", "auth/token/revoke-self", { token: root });
    report("the root token is revoked");
  } else {
    const token = await login(active, await jwt());
    await configure(plan, active, token);
    await active.call("POST", "auth/token/revoke-self", { token });
  }
  if (known.state === "initialised") await store.write({ state: "ready", keys: known.keys });
}

async function isValid(server: Server, token: string): Promise<boolean> {
  try {
    await server.call("GET", "auth/token/lookup-self", { token });
    return true;
  } catch (error) {
    if (error instanceof VaultError && error.status === 403) return false;
    throw error;
  }
}

async function login(server: Server, jwt: string): Promise<string> {
  try {
    return await server.login(bootstrapRole, jwt);
  } catch (error) {
    if (!(error instanceof VaultError) || error.status >= 500) throw error;
    throw new NeedsPeople(
      `The bootstrap cannot log in to Vault (${error.message}), and the root token is revoked. ` +
        `${runbook} (A bootstrap that cannot log in) opens Vault by its recovery key`,
    );
  }
}

/** A server that does not vote does not count for the quorum. */
async function waitForVoters(plan: Plan, active: Server, around: Surroundings): Promise<void> {
  await until(`${plan.servers.length} servers vote`, around, async () => {
    const token = await active.login(bootstrapRole, await around.jwt());
    const raft = await active.find("sys/storage/raft/configuration", token);
    const { servers } = record(raft?.["config"]);
    const voters = Array.isArray(servers) ? servers.filter((one) => record(one)["voter"]) : [];
    return voters.length === plan.servers.length || undefined;
  });
}

/** Tries until there is a result. @throws Error with the last problem, when the patience ends */
async function until<T>(
  what: string,
  { report, patience = 600, interval = 1 }: Surroundings,
  attempt: () => Promise<T | undefined>,
): Promise<T> {
  const end = Date.now() + patience * 1000;
  for (let problem = ""; ;) {
    try {
      const result = await attempt();
      if (result !== undefined) return result;
    } catch (error) {
      if (error instanceof NeedsPeople) throw error;
      const message = messageOf(error);
      if (message !== problem) report(`waiting until ${what}: ${message}`);
      problem = message;
    }
    if (Date.now() > end)
      throw new Error(`waited ${patience} s until ${what}${problem && `: ${problem}`}`);
    await pause(interval);
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
