import { type Answer, fieldsOf, record, send } from "./http.ts";

/** An answer of Vault that is an error. */
export class VaultError extends Error {
  readonly status: number;

  constructor(what: string, { status, body }: Answer) {
    const { errors } = fieldsOf(body);
    const reasons = Array.isArray(errors) && errors.length > 0 ? errors.join("; ") : "no reason";
    super(`${what}: HTTP ${status}, ${reasons}`);
    this.status = status;
  }
}

/** State of one server, which it tells without a token. */
export interface Seal {
  readonly initialized: boolean;
  readonly sealed: boolean;
}

/** The API of one Vault server. */
export class Server {
  readonly address: string;
  private readonly ca: string | undefined;

  /** @param address such as `https://vault-0.vault-internal:8200` */
  constructor(address: string, ca?: string) {
    this.address = address;
    this.ca = ca;
  }

  /** @throws Error if it does not answer */
  async seal(): Promise<Seal> {
    const { initialized, sealed } = fieldsOf((await this.ask("GET", "sys/seal-status")).body);
    if (typeof initialized !== "boolean" || typeof sealed !== "boolean")
      throw new Error(`${this.address} does not tell whether it is sealed`);
    return { initialized, sealed };
  }

  /** `active` answers for the others; a `standby` is unsealed as well. */
  async health(): Promise<"active" | "standby" | "other"> {
    const { status } = await this.ask("GET", "sys/health");
    if (status === 200) return "active";
    return status === 429 ? "standby" : "other";
  }

  /**
   * @param path below `/v1/`
   * @returns the answer's fields; empty for an answer without a body
   * @throws VaultError for an answer that is an error, and Error without an answer
   */
  async call(
    method: "GET" | "POST" | "PUT" | "DELETE" | "LIST",
    path: string,
    { token, body }: { readonly token?: string; readonly body?: object } = {},
  ): Promise<Readonly<Record<string, unknown>>> {
    const answer = await this.ask(method, path, token, body);
    if (answer.status >= 300) throw new VaultError(`${method} ${path}`, answer);
    return fieldsOf(answer.body);
  }

  /** Like `call`, for what may be absent. @returns undefined where Vault has no such path */
  async find(path: string, token: string, method: "GET" | "LIST" = "GET") {
    try {
      return record((await this.call(method, path, { token }))["data"]);
    } catch (error) {
      if (error instanceof VaultError && error.status === 404) return undefined;
      throw error;
    }
  }

  /** Logs in by the auth method of Kubernetes. @returns a token */
  async login(role: string, jwt: string): Promise<string> {
    const path = "auth/kubernetes/login";
    const { client_token: token } = record(
      (await this.call("POST", path, { body: { role, jwt } }))["auth"],
    );
    if (typeof token !== "string") throw new Error(`${this.address} has no token for ${role}`);
    return token;
  }

  /** Sends a request; any status is an answer. */
  ask(method: string, path: string, token?: string, body?: object): Promise<Answer> {
    return send({
      method,
      url: `${this.address}/v1/${path}`,
      headers: { ...(token === undefined ? {} : { "x-vault-token": token }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ca: this.ca,
    });
  }
}
