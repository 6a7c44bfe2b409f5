import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { systems } from "../../apps/index.ts";
import { stackEnvironment } from "../../stacks/environment.ts";
import { pullSecretKey } from "../../stacks/settings/pull-secrets.ts";
import type { Credentials } from "./registry.ts";
import { findingLine, readTeamImages } from "./team.ts";
import { updateLock } from "./update.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Updates images.lock.json. Writes nothing if a registry cannot be reached. */
async function lockStores(): Promise<void> {
  try {
    const { lock, changed } = await updateLock(`${root}/images.lock.json`);
    for (const repoTag of changed) console.log(`${repoTag} is ${lock[repoTag]}`);
    console.log(`${Object.keys(lock).length} images of stores, ${changed.length} digests changed`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error(
      "images.lock.json was left as it is. Run this where the registries can be reached.",
    );
    process.exitCode = 1;
  }
}

/** Compares the services of a stack with their images. Exits with 1 on a fault, or if a registry does not answer. */
async function readServices(stack: string): Promise<void> {
  const environment = stackEnvironment(stack, root);
  const named = environment.systems.flatMap((name) => systems[name] ?? []);
  const { images, findings, failures } = await readTeamImages(named, environment, root, {
    credentialsOf: (registry) => credentialsOf(registry, stack, environment.pullSecrets),
  });
  for (const finding of findings) console.log(findingLine(finding));
  for (const failure of failures) console.error(failure);
  const count = (kind: string): number => findings.filter((one) => one.kind === kind).length;
  console.log(
    `${images} images of services: ${count("fact")} facts to write, ${count("doubt")} doubts, ` +
      `${count("fault")} faults, ${failures.length} not read`,
  );
  if (count("fault") + failures.length > 0) process.exitCode = 1;
}

/**
 * The user of a registry from `hanok:pullSecrets`. The token is in the variable REGISTRY_TOKEN, or the Pulumi CLI decrypts it.
 * ECR gives a password for twelve hours: `REGISTRY_TOKEN=$(aws ecr get-login-password)`.
 */
function credentialsOf(
  registry: string,
  stack: string,
  users: Readonly<Record<string, { readonly username: string }>>,
): Credentials | undefined {
  const host = registry === "registry-1.docker.io" ? "docker.io" : registry;
  const isEcr = /\.dkr\.ecr\./.test(host);
  const username = isEcr ? "AWS" : users[host]?.username;
  if (username === undefined) return undefined;
  const { REGISTRY_TOKEN: given } = process.env;
  const token = given ?? (isEcr ? undefined : decrypted(stack, host));
  return token === undefined ? undefined : { username, token };
}

function decrypted(stack: string, host: string): string | undefined {
  const key = `registry:${pullSecretKey(host)}`;
  try {
    return execFileSync("pulumi", ["config", "get", key, "--stack", stack], {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return undefined;
  }
}

const stack = process.env["STACK"] ?? "local";
await lockStores();
// the sandbox's registry does not exist
if (stack === "local")
  console.log("STACK=dev compares the services of a stack with their images too");
else await readServices(stack);
