import { createHash } from "node:crypto";
import { type ImageName, isDigest, parseImage } from "../../components/images/lock-file.ts";

/** All manifest types. Without the two index types, a registry would return the digest of one architecture. */
const accepted = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

/** A user of a registry and the token. */
export interface Credentials {
  readonly username: string;
  readonly token: string;
}

export interface RegistryOptions {
  /** @default 10_000 */
  readonly timeoutMilliseconds?: number;
  /** Base URL of a registry. @default `https://<registry>` */
  readonly baseOf?: (registry: string) => string;
  /** User of a registry, by its API's host. @default none: anonymous */
  readonly credentialsOf?: (registry: string) => Credentials | undefined;
}

/**
 * Fetches the digest of a tag from its registry (OCI distribution specification, "Pulling manifests").
 * @throws Error with the registry and the cause: unreachable, refused, or no digest in the response
 */
export async function fetchDigest(repoTag: string, options: RegistryOptions = {}): Promise<string> {
  const image = new RemoteImage(repoTag, options);
  const answer = await image.ask("HEAD", `manifests/${image.name.tag}`, accepted);
  const digest = answer.headers.get("docker-content-digest");
  if (!isDigest(digest)) throw new Error(`${repoTag}: ${image.name.registry} gave no digest`);
  return digest;
}

/** One image in its registry. The token of the first answer serves for the next ones. */
export class RemoteImage {
  readonly name: ImageName;
  readonly #image: string;
  readonly #options: RegistryOptions;
  #authorization: string | undefined;

  constructor(image: string, options: RegistryOptions = {}) {
    this.#image = image;
    this.#options = options;
    this.name = parseImage(image);
  }

  /**
   * Asks for `manifests/<tag or digest>` or `blobs/<digest>`.
   * @throws Error with the image, the registry and the cause
   */
  async ask(method: "GET" | "HEAD", path: string, accept: string = accepted): Promise<Response> {
    const { registry, repository } = this.name;
    const { baseOf = (host: string) => `https://${host}` } = this.#options;
    const url = `${baseOf(registry)}/v2/${repository}/${path}`;
    const send = async () =>
      request(url, method, this.#timeout, {
        accept,
        ...(this.#authorization === undefined ? {} : { authorization: this.#authorization }),
      });
    let answer = await send();
    if (answer.status === 401 && this.#authorization === undefined) {
      this.#authorization = await this.#login(answer.headers.get("www-authenticate") ?? "");
      answer = await send();
    }
    if (!answer.ok) throw new Error(`${this.#image}: ${registry} ${this.#refusal(answer.status)}`);
    return answer;
  }

  /** The object of a manifest or a blob. A digest in the path is compared with the content. */
  async json(path: string): Promise<Readonly<Record<string, unknown>>> {
    const bytes = Buffer.from(await (await this.ask("GET", path)).arrayBuffer());
    const asked = path.split("/")[1] ?? "";
    const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
    if (isDigest(asked) && digest !== asked)
      throw new Error(`${this.#image}: ${this.name.registry} gave other content for ${asked}`);
    try {
      return fieldsOf(JSON.parse(bytes.toString("utf8")));
    } catch {
      throw new Error(`${this.#image}: ${this.name.registry} gave no JSON for ${path}`);
    }
  }

  get #timeout(): number {
    return this.#options.timeoutMilliseconds ?? 10_000;
  }

  #refusal(status: number): string {
    const { registry } = this.name;
    if (status === 429) return "answered 429: too many pulls from this address; log in, or wait";
    if (![401, 403].includes(status)) return `answered ${status}`;
    const has = this.#options.credentialsOf?.(registry) === undefined;
    return has
      ? `answered ${status}: it is private, and hanok:pullSecrets has no user of it whose token is at hand`
      : `answered ${status}: the user of hanok:pullSecrets may not read this image`;
  }

  /** `Authorization` for a challenge: a token, anonymous or of the user, or the user itself. */
  async #login(challenge: string): Promise<string | undefined> {
    const credentials = this.#options.credentialsOf?.(this.name.registry);
    const basic =
      credentials &&
      `Basic ${Buffer.from(`${credentials.username}:${credentials.token}`).toString("base64")}`;
    if (/^basic\b/i.test(challenge)) return basic;
    const { realm, ...scope } = Object.fromEntries(
      [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, value]),
    );
    if (realm === undefined || !/^bearer /i.test(challenge))
      throw new Error(`${this.#image}: its registry requires an unsupported login (${challenge})`);
    const url = `${realm}?${new URLSearchParams(scope).toString()}`;
    const headers: Record<string, string> = basic === undefined ? {} : { authorization: basic };
    const answer = await request(url, "GET", this.#timeout, headers);
    if (!answer.ok) throw new Error(`${this.#image}: no token, ${realm} answered ${answer.status}`);
    const body = fieldsOf(await answer.json());
    const token = body["token"] ?? body["access_token"];
    if (typeof token !== "string") throw new Error(`${this.#image}: ${realm} gave no token`);
    return `Bearer ${token}`;
  }
}

/** An object's fields; none for anything else. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
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
