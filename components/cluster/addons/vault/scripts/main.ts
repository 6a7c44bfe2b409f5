import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { credentials } from "./aws.ts";
import { bootstrap, NeedsPeople } from "./bootstrap.ts";
import { KubernetesSecret, type KeyStore, SecretsManager } from "./key-store.ts";
import type { Plan } from "./plan.ts";
import { snapshot } from "./snapshot.ts";

/** Exit code of a state that only people can resolve: a repetition would change nothing. */
const needsPeople = 3;
const attempts = 4;

/** The program in the Job and in the CronJob: `main.ts supervise`, `bootstrap` or `snapshot`. */
async function main(what: string | undefined): Promise<number> {
  if (what === "supervise") return supervise();
  if (what === "bootstrap") await bootstrapFrom(await planOf());
  else if (what === "snapshot") await takeSnapshot(await planOf());
  else throw new Error(`"${what}" is not supervise, bootstrap or snapshot`);
  return 0;
}

/** Starts the bootstrap again after a crash. The pod stays, and with it the keys that are not stored yet. */
async function supervise(left = attempts): Promise<number> {
  const child = spawn(process.execPath, [import.meta.filename, "bootstrap"], { stdio: "inherit" });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  if (code === 0 || code === needsPeople || left <= 1) return code ?? 1;
  console.log("the bootstrap ended too early, and is started again");
  return supervise(left - 1);
}

async function bootstrapFrom(plan: Plan): Promise<void> {
  const ca = await authority();
  const { PATIENCE_SECONDS: patience } = process.env;
  await bootstrap(plan, {
    store: storeOf(plan),
    spool: variable("SPOOL_FILE"),
    jwt,
    ...(ca === undefined ? {} : { ca }),
    report: (line) => console.log(line),
    ...(patience === undefined ? {} : { patience: Number(patience) }),
  });
}

async function takeSnapshot({ servers, keyStore }: Plan): Promise<void> {
  if (keyStore.kind !== "secrets-manager") throw new Error("a cluster without AWS has no bucket");
  const ca = await authority();
  const plan = { servers, region: keyStore.region, bucket: variable("SNAPSHOT_BUCKET") };
  const key = await snapshot(
    plan,
    await jwt(),
    await credentials(),
    ca === undefined ? {} : { ca },
  );
  console.log(`the snapshot is ${key}`);
}

function storeOf({ keyStore }: Plan): KeyStore {
  if (keyStore.kind === "secrets-manager")
    return new SecretsManager(
      keyStore.region,
      variable("KEYS_SECRET"),
      process.env["KEYS_ENDPOINT"],
    );
  const { namespace, name } = keyStore;
  const { KUBERNETES_API: api, SERVICE_ACCOUNT_FOLDER: folder } = process.env;
  return new KubernetesSecret(namespace, name, api, folder);
}

const planOf = async (): Promise<Plan> => JSON.parse(await readFile(variable("PLAN_FILE"), "utf8"));
const jwt = async (): Promise<string> => (await readFile(variable("JWT_FILE"), "utf8")).trim();

async function authority(): Promise<string | undefined> {
  const file = process.env["CA_FILE"];
  return file === undefined ? undefined : readFile(file, "utf8");
}

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`${name} is not set`);
  return value;
}

try {
  process.exitCode = await main(process.argv[2]);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof NeedsPeople ? needsPeople : 1;
}
