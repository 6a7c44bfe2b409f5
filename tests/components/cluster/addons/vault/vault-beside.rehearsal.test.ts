import { expect } from "chai";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "mocha";
import { proxyConfig } from "../../../../../components/app-service/vault-proxy.ts";
import { companionScript } from "../../../../../components/cluster/addons/vault/companion.ts";
import { planOf } from "../../../../../components/cluster/addons/vault/jobs.ts";
import { configure } from "../../../../../components/cluster/addons/vault/scripts/configure.ts";
import { pause, text, texts } from "../../../../../components/cluster/addons/vault/scripts/http.ts";
import { Server } from "../../../../../components/cluster/addons/vault/scripts/server.ts";
import { snapshot } from "../../../../../components/cluster/addons/vault/scripts/snapshot.ts";
import { binary, freePorts, jwtOf, RealVault, SmallKubernetes } from "./real.ts";

const users = [{ system: "zipbob", service: "recipe-review", readsForOthers: false }];

describe("what runs beside Vault, with a real Vault", function () {
  this.timeout(120_000);
  const vault = new RealVault();
  const cluster = new SmallKubernetes();
  const children: ChildProcess[] = [];
  let server: Server;
  let root = "";
  let key = "";

  before(async () => {
    if (!existsSync(binary))
      throw new Error(`${binary} is not built: run node tools/main.ts --group test`);
    await cluster.start();
    await vault.start(1);
    server = new Server(address());
    const made = await server.call("PUT", "sys/init", {
      body: { secret_shares: 1, secret_threshold: 1 },
    });
    root = text(made["root_token"]);
    [key = ""] = texts(made["keys_base64"]);
    await server.call("PUT", "sys/unseal", { body: { key } });
    await until(async () => (await server.health()) === "active");
    const plan = {
      ...planOf({ replicas: 1, users, timeZone: "Etc/UTC", release: "1" }),
      kubernetes: { kubernetes_host: cluster.url, disable_local_ca_jwt: true },
      auditFile: vault.servers[0]?.auditFile ?? "",
    };
    await configure(plan, server, root);
  });
  after(async () => {
    for (const child of children) child.kill("SIGKILL");
    cluster.end();
    await vault.end();
  });

  const address = () => vault.servers[0]?.address ?? "";
  const start = (command: string, args: readonly string[], more: NodeJS.ProcessEnv = {}) => {
    const { PATH = "" } = process.env;
    const env = { HOME: vault.folder, PATH: `${dirname(binary)}:${PATH}`, ...more };
    const child = spawn(command, args, { env, stdio: "ignore" });
    children.push(child);
    return child;
  };

  async function until(isTrue: () => Promise<boolean> | boolean): Promise<void> {
    for (let left = 300; left > 0; left--) {
      if (await isTrue()) return;
      await pause(0.2);
    }
    throw new Error(`did not happen in a minute:\n${vault.servers[0]?.log.slice(-2000)}`);
  }

  it("Z8: Vault Proxy gives a service its secrets for a token that opens nothing", async () => {
    const body = { data: { password: "a" } };
    await server.call("POST", "zipbob/data/recipe-review/prod", { token: root, body });
    const [port = 0] = await freePorts(1);
    const token = join(vault.folder, "token");
    writeFileSync(token, jwtOf("zipbob", "recipe-review"));
    const file = join(vault.folder, "proxy.hcl");
    const proxy = { address: address(), issuer: "", audience: "vault", port };
    writeFileSync(file, proxyConfig({ ...proxy, role: "hanok-zipbob.recipe-review" }, { token }));
    start(binary, ["proxy", `-config=${file}`]);
    const ask = (at: string, path: string) =>
      fetch(`${at}/v1/zipbob/data/${path}`, {
        headers: { "x-vault-token": "replaced-by-vault-proxy" },
      }).then(
        ({ status }) => status,
        () => 0,
      );
    const through = `http://127.0.0.1:${port}`;
    await until(async () => (await ask(through, "recipe-review/prod")) === 200);
    expect(await ask(through, "config/prod")).to.equal(403);
    expect(await ask(address(), "recipe-review/prod")).to.equal(403);
  });

  it("a snapshot is whole, and taken by a role that can do nothing else", async () => {
    const kept: Buffer[] = [];
    const { createServer } = await import("node:http");
    const bucket = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        kept.push(Buffer.concat(chunks));
        response.end();
      });
    });
    const [port = 0] = await freePorts(1);
    await new Promise<void>((done) => bucket.listen(port, "127.0.0.1", done));
    const credentials = { accessKeyId: "A", secretAccessKey: "B", sessionToken: "C" };
    const plan = {
      servers: [address()],
      region: "ap-northeast-2",
      bucket: "b",
      endpoint: `http://127.0.0.1:${port}`,
    };
    const now = new Date("2026-11-29T06:17:00Z");
    const made = await snapshot(plan, jwtOf("vault", "vault-snapshots"), credentials, { now });
    bucket.closeAllConnections();
    bucket.close();
    expect(made).to.equal("2026-11-29T06-17-00-000Z.snap");
    expect(kept[0]?.length).to.be.greaterThan(1000);
    const token = await server.login("hanok-snapshots", jwtOf("vault", "vault-snapshots"));
    const { status } = await server.ask("GET", "zipbob/data/recipe-review/prod", token);
    expect(status).to.equal(403);
  });

  it("Z7: the container beside a server unseals it after a restart, and rotates its audit log", async () => {
    const [one] = vault.servers;
    const folder = join(vault.folder, "beside");
    mkdirSync(folder);
    writeFileSync(join(folder, "tls.crt"), "a");
    writeFileSync(join(folder, "key"), key);
    start("/bin/sh", ["-c", companionScript], {
      TLS: folder,
      KEY: join(folder, "key"),
      AUDIT: one?.auditFile,
      AUDIT_BYTES: "1000",
      AUDIT_FILES: "2",
      EVERY: "1",
      VAULT_ADDR: address(),
    });
    const older = `${one?.auditFile}.1`;
    await until(async () => {
      await server.ask("GET", "sys/mounts", root);
      return existsSync(older) && existsSync(one?.auditFile ?? "") && statSync(older).size > 1000;
    });
    await one?.kill();
    await one?.start();
    await until(async () => (await server.health()) === "active");
    // a renewed certificate is read at a signal; Vault says that it reads its configuration again
    const signals = () => (one?.log.match(/Vault reload triggered/g) ?? []).length;
    const seen = signals();
    writeFileSync(join(folder, "tls.crt"), "b");
    await until(() => signals() > seen);
  });
});
