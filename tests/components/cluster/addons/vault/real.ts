import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server as HttpServer } from "node:http";
import { type AddressInfo, createServer as listen } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { serverConfig, serverHost } from "../../../../../components/cluster/addons/vault/server.ts";
import {
  fieldsOf,
  pause,
  record,
  text,
} from "../../../../../components/cluster/addons/vault/scripts/http.ts";

/** The real Vault, which `tools/main.ts --group test` builds. */
export const binary = resolve(import.meta.dirname, "../../../../../.sandbox/bin/vault");

/** @returns ports that nobody listens on */
export async function freePorts(count: number): Promise<readonly number[]> {
  const open = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = listen();
      await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
      return server;
    }),
  );
  const ports = open.map((server) => portOf(server.address()));
  await Promise.all(open.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

const portOf = (address: string | AddressInfo | null): number =>
  typeof address === "object" && address !== null ? address.port : 0;

/** One server in a process of its own, with the configuration of the platform on ports and folders of this machine. */
export class RealServer {
  readonly address: string;
  readonly folder: string;
  readonly auditFile: string;
  private process: ChildProcess | undefined;
  private readonly environment: NodeJS.ProcessEnv;

  constructor(
    folder: string,
    index: number,
    ports: readonly number[],
    clusterPorts: readonly number[],
  ) {
    this.folder = join(folder, `vault-${index}`);
    mkdirSync(join(this.folder, "data"), { recursive: true });
    this.address = `http://127.0.0.1:${ports[index]}`;
    this.auditFile = join(this.folder, "audit.log");
    writeFileSync(
      join(this.folder, "vault.hcl"),
      localConfig(this.folder, index, ports, clusterPorts),
    );
    this.environment = {
      PATH: process.env["PATH"],
      HOME: this.folder,
      VAULT_API_ADDR: this.address,
      VAULT_CLUSTER_ADDR: `https://127.0.0.1:${clusterPorts[index]}`,
      VAULT_RAFT_NODE_ID: `vault-${index}`,
    };
  }

  get pid(): number {
    return this.process?.pid ?? 0;
  }

  /** Text that the server wrote. */
  get log(): string {
    return readFileSync(join(this.folder, "log"), "utf8");
  }

  async start(): Promise<void> {
    const server = spawn(binary, ["server", `-config=${join(this.folder, "vault.hcl")}`], {
      env: this.environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const log = join(this.folder, "log");
    for (const stream of [server.stdout, server.stderr])
      stream.on("data", (text: Buffer) => writeFileSync(log, text, { flag: "a" }));
    this.process = server;
    for (let left = 100; left > 0; left--) {
      const answers = await fetch(`${this.address}/v1/sys/seal-status`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (answers) return;
      await pause(0.1);
    }
    throw new Error(`Vault did not start:\n${existsSync(log) ? this.log : ""}`);
  }

  /** Ends the process as a lost node does; its data stays. */
  async kill(): Promise<void> {
    const { process: running } = this;
    if (running?.exitCode !== null || running.signalCode !== null) return;
    await new Promise((done) => running.once("exit", done).kill("SIGKILL"));
  }
}

/** The platform's configuration, with plain HTTP: the certificates are cert-manager's. */
function localConfig(
  folder: string,
  index: number,
  ports: readonly number[],
  clusterPorts: readonly number[],
): string {
  const text = serverConfig(ports.length)
    .replace(`address = "[::]:8200"`, `address = "127.0.0.1:${ports[index]}"`)
    .replace(
      `cluster_address = "[::]:8201"`,
      `cluster_address = "127.0.0.1:${clusterPorts[index]}"`,
    )
    .replaceAll(/ {2}tls_(cert|key)_file = .*\n/g, "")
    .replace(`  telemetry {`, "  tls_disable = true\n  telemetry {")
    .replaceAll(/ {4}leader_ca_cert_file = .*\n/g, "")
    .replace(`service_registration "kubernetes" {}\n`, "")
    .replace("/vault/data", join(folder, "data"));
  const joined = ports.reduce(
    (hcl, port, server) =>
      hcl.replace(`https://${serverHost(server)}:8200`, `http://127.0.0.1:${port}`),
    text,
  );
  return `${joined}disable_mlock = true\n`;
}

/** A cluster of real servers. */
export class RealVault {
  readonly folder = mkdtempSync(join(tmpdir(), "hanok-vault-"));
  servers: readonly RealServer[] = [];

  async start(count: number): Promise<this> {
    const ports = await freePorts(2 * count);
    this.servers = Array.from(
      { length: count },
      (_, index) => new RealServer(this.folder, index, ports.slice(0, count), ports.slice(count)),
    );
    await Promise.all(this.servers.map((server) => server.start()));
    return this;
  }

  async end(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.kill()));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A service account's token, as the API server signs it. Vault reads its claims, and asks the API server whether it is right. */
export function jwtOf(namespace: string, serviceAccount: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const now = Math.floor(Date.now() / 1000) - 5;
  const claims = {
    iss: "https://kubernetes.default.svc",
    aud: ["vault"],
    iat: now,
    nbf: now,
    exp: now + 3600,
    sub: `system:serviceaccount:${namespace}:${serviceAccount}`,
    "kubernetes.io": {
      namespace,
      serviceaccount: { name: serviceAccount, uid: `${namespace}-${serviceAccount}` },
    },
  };
  return `${part({ alg: "RS256", kid: "1" })}.${part(claims)}.${part({ signed: true })}`;
}

/** The two calls of the Kubernetes API that Vault and the bootstrap make: reviews of tokens, and one Secret. */
export class SmallKubernetes {
  /** The Secret's fields, when it exists. */
  secret: Readonly<Record<string, string>> | undefined;
  /** Writes that are refused, before the next one is right. */
  refusals = 0;
  /** Number of writes after which no answer arrives any more. */
  silentAfter = Infinity;
  readonly writes: string[] = [];
  private readonly server: HttpServer = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "" } = request;
      const [status, body] = this.answer(method, url, fieldsOf(Buffer.concat(chunks)));
      if (this.writes.length >= this.silentAfter) return;
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    });
  });

  async start(): Promise<this> {
    await new Promise<void>((done) => this.server.listen(0, "127.0.0.1", done));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${portOf(this.server.address())}`;
  }

  end(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private answer(
    method: string,
    url: string,
    body: Readonly<Record<string, unknown>>,
  ): readonly [number, object] {
    if (url.endsWith("/tokenreviews")) return [201, review(body)];
    if (method === "GET")
      return this.secret === undefined ? [404, {}] : [200, { data: encoded(this.secret) }];
    if (this.refusals > 0) {
      this.refusals--;
      return [500, { message: "etcdserver: request timed out" }];
    }
    const fields = Object.entries(record(body["stringData"])).map(([key, value]) => [
      key,
      text(value),
    ]);
    const secret: Readonly<Record<string, string>> = Object.fromEntries(fields);
    this.secret = secret;
    this.writes.push(text(fieldsOf(secret["state"] ?? "")["state"]));
    return [201, {}];
  }
}

const encoded = (secret: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(secret).map(([key, value]) => [key, Buffer.from(value).toString("base64")]),
  );

/** The API server knows every account that `jwtOf` names. */
function review(body: Readonly<Record<string, unknown>>): object {
  const { token } = record(body["spec"]);
  const [, claims = ""] = text(token).split(".");
  const { sub, "kubernetes.io": names } = fieldsOf(Buffer.from(claims, "base64url"));
  const { uid } = record(record(names)["serviceaccount"]);
  return {
    apiVersion: "authentication.k8s.io/v1",
    kind: "TokenReview",
    status: {
      authenticated: typeof sub === "string",
      user: { username: sub, uid, groups: ["system:serviceaccounts"] },
      audiences: ["vault"],
    },
  };
}
