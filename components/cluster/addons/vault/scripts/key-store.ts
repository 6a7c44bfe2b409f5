import { readFile } from "node:fs/promises";
import { credentials, signed } from "./aws.ts";
import { type Answer, fieldsOf, record, send, text, texts } from "./http.ts";

/** What is known of the keys. The root token is there until it is revoked. */
export type Stored =
  | { readonly state: "initialising" }
  | { readonly state: "initialised"; readonly keys: readonly string[]; readonly rootToken: string }
  | { readonly state: "ready"; readonly keys: readonly string[] };

/** Where the keys are kept outside Vault. */
export interface KeyStore {
  /** In messages. */
  readonly place: string;
  /** @returns undefined before the first bootstrap */
  read(): Promise<Stored | undefined>;
  write(stored: Stored): Promise<void>;
}

/** @throws Error for a text that this program did not write */
export function parseStored(json: string, place: string): Stored {
  const { state, keys, rootToken } = fieldsOf(json);
  if (state === "initialising") return { state };
  const known = texts(keys);
  if (known.length > 0) {
    if (state === "ready") return { state, keys: known };
    if (state === "initialised" && typeof rootToken === "string")
      return { state, keys: known, rootToken };
  }
  throw new Error(`${place} has a value that the bootstrap did not write; see the runbook`);
}

/** A secret of AWS Secrets Manager. */
export class SecretsManager implements KeyStore {
  readonly place: string;
  private readonly region: string;
  private readonly secretId: string;
  private readonly endpoint: string;

  constructor(region: string, secretId: string, endpoint?: string) {
    this.place = `the secret ${secretId} of Secrets Manager`;
    this.region = region;
    this.secretId = secretId;
    this.endpoint = endpoint ?? `https://secretsmanager.${region}.amazonaws.com/`;
  }

  async read(): Promise<Stored | undefined> {
    const answer = await this.ask("GetSecretValue", { SecretId: this.secretId });
    const { __type: type, SecretString: json } = fieldsOf(answer.body);
    // a secret that never had a value answers in this way, too
    if (text(type).endsWith("ResourceNotFoundException")) return undefined;
    if (answer.status !== 200 || typeof json !== "string") throw this.fault("read", answer);
    return parseStored(json, this.place);
  }

  async write(stored: Stored): Promise<void> {
    const answer = await this.ask("PutSecretValue", {
      SecretId: this.secretId,
      ClientRequestToken: crypto.randomUUID(),
      SecretString: JSON.stringify(stored),
    });
    if (answer.status !== 200) throw this.fault("written", answer);
  }

  private async ask(action: string, body: object): Promise<Answer> {
    const call = {
      method: "POST",
      url: this.endpoint,
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `secretsmanager.${action}`,
      },
      body: JSON.stringify(body),
    };
    return send(
      signed(call, await credentials(), { region: this.region, service: "secretsmanager" }),
    );
  }

  private fault(what: string, { status, body }: Answer): Error {
    const { __type: type, Message: upper, message = upper } = fieldsOf(body);
    return new Error(
      `${this.place} cannot be ${what}: HTTP ${status} ${text(type)}, ${text(message)}`,
    );
  }
}

const serviceAccount = "/var/run/secrets/kubernetes.io/serviceaccount";

/** A Secret in the cluster itself, for a cluster without AWS. */
export class KubernetesSecret implements KeyStore {
  readonly place: string;
  private readonly namespace: string;
  private readonly name: string;
  private readonly api: string;
  private readonly folder: string;

  constructor(namespace: string, name: string, api?: string, folder?: string) {
    this.place = `the Secret ${namespace}/${name}`;
    this.namespace = namespace;
    this.name = name;
    this.api = api ?? "https://kubernetes.default.svc";
    this.folder = folder ?? serviceAccount;
  }

  async read(): Promise<Stored | undefined> {
    const answer = await this.ask("GET", `/${this.name}`);
    if (answer.status === 404) return undefined;
    if (answer.status !== 200) throw this.fault("read", answer);
    const { state } = record(fieldsOf(answer.body)["data"]);
    return parseStored(Buffer.from(text(state), "base64").toString(), this.place);
  }

  async write(stored: Stored): Promise<void> {
    const [key = ""] = "keys" in stored ? stored.keys : [];
    const body = {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: this.name, namespace: this.namespace },
      // `key` is what the container beside each server unseals it with
      stringData: { state: JSON.stringify(stored), key },
    };
    const exists = (await this.ask("GET", `/${this.name}`)).status === 200;
    const answer = exists
      ? await this.ask("PATCH", `/${this.name}`, body)
      : await this.ask("POST", "", body);
    if (answer.status >= 300) throw this.fault("written", answer);
  }

  private async ask(method: string, path: string, body?: object): Promise<Answer> {
    const token = await readFile(`${this.folder}/token`, "utf8");
    const type = method === "PATCH" ? "application/merge-patch+json" : "application/json";
    return send({
      method,
      url: `${this.api}/api/v1/namespaces/${this.namespace}/secrets${path}`,
      headers: { authorization: `Bearer ${token.trim()}`, "content-type": type },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ca: await readFile(`${this.folder}/ca.crt`, "utf8"),
    });
  }

  private fault(what: string, { status, body }: Answer): Error {
    return new Error(
      `${this.place} cannot be ${what}: HTTP ${status}, ${text(fieldsOf(body)["message"])}`,
    );
  }
}
