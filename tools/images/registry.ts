import { isDigest, parseImage } from "../../components/images/lock-file.ts";

/** All manifest types. Without the two index types, a registry would return the digest of one architecture. */
const accepted = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

export interface RegistryOptions {
  /** @default 10_000 */
  readonly timeoutMilliseconds?: number;
  /** Base URL of a registry. @default `https://<registry>` */
  readonly baseOf?: (registry: string) => string;
}

/**
 * Fetches the digest of a tag from its registry (OCI distribution specification, "Pulling manifests").
 * @throws Error with the registry and the cause: unreachable, refused, or no digest in the response
 */
export async function fetchDigest(repoTag: string, options: RegistryOptions = {}): Promise<string> {
  const { timeoutMilliseconds = 10_000, baseOf = (registry) => `https://${registry}` } = options;
  const { registry, repository, tag } = parseImage(repoTag);
  const url = `${baseOf(registry)}/v2/${repository}/manifests/${tag}`;
  const ask = async (token?: string) =>
    request(url, "HEAD", timeoutMilliseconds, {
      accept: accepted,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    });

  let answer = await ask();
  if (answer.status === 401) {
    const challenge = answer.headers.get("www-authenticate") ?? "";
    answer = await ask(await fetchToken(challenge, repoTag, timeoutMilliseconds));
  }
  if (!answer.ok) throw new Error(`${repoTag}: ${registry} answered ${answer.status}`);
  const digest = answer.headers.get("docker-content-digest");
  if (!isDigest(digest)) throw new Error(`${repoTag}: ${registry} gave no digest`);
  return digest;
}

/** Fetches an anonymous token from the service in the challenge (distribution: token authentication). */
async function fetchToken(challenge: string, repoTag: string, timeout: number): Promise<string> {
  const { realm, ...scope } = Object.fromEntries(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, value]),
  );
  if (realm === undefined || !/^bearer /i.test(challenge)) {
    throw new Error(`${repoTag}: its registry requires an unsupported login (${challenge})`);
  }
  const answer = await request(
    `${realm}?${new URLSearchParams(scope).toString()}`,
    "GET",
    timeout,
    {},
  );
  if (!answer.ok) throw new Error(`${repoTag}: no token, ${realm} answered ${answer.status}`);
  const body: unknown = await answer.json();
  const fields: Record<string, unknown> = typeof body === "object" ? { ...body } : {};
  const token = fields["token"] ?? fields["access_token"];
  if (typeof token !== "string") throw new Error(`${repoTag}: ${realm} gave no token`);
  return token;
}

async function request(
  url: string,
  method: "GET" | "HEAD",
  timeout: number,
  headers: Record<string, string>,
): Promise<Response> {
  try {
    return await fetch(url, { method, headers, signal: AbortSignal.timeout(timeout) });
  } catch (error) {
    const { name, message, cause } = error instanceof Error ? error : new Error(String(error));
    const reason = cause instanceof Error && cause.message !== "" ? cause.message : message;
    const why = name === "TimeoutError" ? `no answer within ${timeout} ms` : reason;
    throw new Error(`${new URL(url).host} cannot be reached: ${why}`);
  }
}
