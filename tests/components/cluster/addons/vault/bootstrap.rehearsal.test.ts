import { expect } from "chai";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterEach, before, beforeEach, describe, it } from "mocha";
import { clientsOf } from "../../../../../components/cluster/addons/vault/clients.ts";
import { planOf } from "../../../../../components/cluster/addons/vault/jobs.ts";
import {
  fieldsOf,
  pause,
  record,
  texts,
} from "../../../../../components/cluster/addons/vault/scripts/http.ts";
import {
  Server,
  VaultError,
} from "../../../../../components/cluster/addons/vault/scripts/server.ts";
import { binary, jwtOf, RealVault, SmallKubernetes } from "./real.ts";

const users = [
  { system: "zipbob", service: "config", readsForOthers: true },
  { system: "zipbob", service: "recipe-review", readsForOthers: false },
];
const main = resolve(
  import.meta.dirname,
  "../../../../../components/cluster/addons/vault/scripts/main.ts",
);

describe("Vault's bootstrap, with a real Vault", function () {
  this.timeout(120_000);
  let vault: RealVault;
  let cluster: SmallKubernetes;
  let work: string;

  before(() => {
    if (!existsSync(binary))
      throw new Error(`${binary} is not built: run node tools/main.ts --group test`);
  });
  beforeEach(async () => {
    vault = new RealVault();
    cluster = await new SmallKubernetes().start();
    work = join(vault.folder, "job");
    mkdirSync(work);
  });
  afterEach(async () => {
    cluster.end();
    await vault.end();
  });

  /** The files of a Job's pod. */
  function preparePod(of = users): NodeJS.ProcessEnv {
    const args = { replicas: vault.servers.length, users: of, timeZone: "Etc/UTC", release: "1" };
    const plan = {
      ...planOf(args),
      servers: vault.servers.map(({ address }) => address),
      kubernetes: { kubernetes_host: cluster.url, disable_local_ca_jwt: true },
      auditFile: join(vault.folder, "audit.log"),
    };
    const files = {
      "plan.json": JSON.stringify(plan),
      token: jwtOf("vault", "vault-bootstrap"),
      "ca.crt": "",
    };
    for (const [file, text] of Object.entries(files)) writeFileSync(join(work, file), text);
    return {
      PATH: process.env["PATH"],
      PLAN_FILE: join(work, "plan.json"),
      JWT_FILE: join(work, "token"),
      SPOOL_FILE: join(work, "spool"),
      KUBERNETES_API: cluster.url,
      SERVICE_ACCOUNT_FOLDER: work,
    };
  }

  interface Ended {
    readonly code: number | null;
    readonly output: string;
  }

  /** Runs the program of the Job. @param kill ends it when its output matches, as a lost pod does */
  async function run(what: string, env: NodeJS.ProcessEnv, kill?: () => boolean): Promise<Ended> {
    const child: ChildProcess = spawn(process.execPath, [main, what], { env });
    let output = "";
    child.stdout?.on("data", (text: Buffer) => (output += text.toString()));
    child.stderr?.on("data", (text: Buffer) => (output += text.toString()));
    const watch = setInterval(() => {
      if (kill?.() === true) child.kill("SIGKILL");
    }, 2);
    const code = await new Promise<number | null>((done) => child.on("close", done));
    clearInterval(watch);
    return { code, output };
  }

  const server = (index: number) => new Server(vault.servers[index]?.address ?? "");
  const login = (role: string, namespace: string, account: string, index = 0) =>
    server(index).login(role, jwtOf(namespace, account));
  const stateOf = () => fieldsOf(cluster.secret?.["state"] ?? "");

  async function refusal(promise: Promise<unknown>): Promise<number> {
    try {
      await promise;
    } catch (error) {
      if (error instanceof VaultError) return error.status;
      throw error;
    }
    return 200;
  }

  it("Z6, Z7, Z8: makes one Vault of three servers, which every service opens by its own account, and no root token is left", async () => {
    await vault.start(3);
    const env = preparePod();
    const { code, output } = await run("supervise", env);
    expect(code, output).to.equal(0);
    expect(cluster.writes).to.deep.equal(["initialising", "initialised", "ready"]);
    expect(stateOf()).to.have.all.keys("state", "keys");
    expect(output).not.to.contain(texts(stateOf()["keys"])[0]);

    const states = await Promise.all([0, 1, 2].map((index) => server(index).health()));
    expect([...states].sort()).to.deep.equal(["active", "standby", "standby"]);

    const writer = await login("hanok-writers", "vault", "vault-writers");
    const write = (path: string, value: string) =>
      server(0).call("POST", `zipbob/data/${path}`, { token: writer, body: { data: { value } } });
    await write("recipe-review/prod", "a");
    await write("edge,prod", "b");
    const review = await login("hanok-zipbob.recipe-review", "zipbob", "recipe-review", 1);
    const read = (token: string, path: string) =>
      server(1).call("GET", `zipbob/data/${path}`, { token });
    expect(
      record(record((await read(review, "recipe-review/prod"))["data"])["data"]),
    ).to.deep.equal({ value: "a" });
    expect(await refusal(read(review, "edge,prod"))).to.equal(403);
    const config = await login("hanok-zipbob.config", "zipbob", "config", 2);
    expect(record(record((await read(config, "edge,prod"))["data"])["data"])).to.deep.equal({
      value: "b",
    });
    expect(await refusal(login("hanok-zipbob.config", "zipbob", "edge"))).to.equal(403);
    expect(await refusal(server(0).call("GET", "sys/mounts", { token: config }))).to.equal(403);

    const log = readFileSync(join(vault.folder, "audit.log"), "utf8");
    expect(log).to.contain("auth/kubernetes/login");
    // every accessor that is left belongs to a role
    expect(log).to.contain("auth/token/revoke-self");
  });

  it("can be repeated: new services come, old ones go, data stays, and servers that restarted are unsealed", async () => {
    await vault.start(3);
    expect((await run("supervise", preparePod())).code).to.equal(0);
    const writer = await login("hanok-writers", "vault", "vault-writers");
    const body = { data: { value: "kept" } };
    await server(0).call("POST", "zipbob/data/config", { token: writer, body });

    for (const one of vault.servers) await one.kill();
    await Promise.all(vault.servers.map((one) => one.start()));
    const later = [users[0], { system: "cgv", service: "web", readsForOthers: false }].flatMap(
      (user) => user ?? [],
    );
    const { code, output } = await run("supervise", preparePod(later));
    expect(code, output).to.equal(0);
    const config = await login("hanok-zipbob.config", "zipbob", "config", 1);
    const found = await server(1).call("GET", "zipbob/data/config", { token: config });
    expect(record(record(found["data"])["data"])).to.deep.equal({ value: "kept" });
    await login("hanok-cgv.web", "cgv", "web");
    expect(await refusal(login("hanok-zipbob.recipe-review", "zipbob", "recipe-review"))).to.equal(
      400,
    );
    expect(cluster.writes).to.deep.equal(["initialising", "initialised", "ready"]);
  });

  /** The five moments: what is known then, and what ends the process. */
  const moments: Readonly<Record<string, () => boolean>> = {
    "before it asks Vault": () => true,
    "when it has shown that it can store keys": () => hasWritten(1),
    "when the keys are stored": () => hasWritten(2),
    "while it configures": () => auditHas("sys/auth/kubernetes"),
    "when the root token is revoked": () => auditHas("auth/token/revoke-self"),
  };
  /** It gets no answer any more, so it stays at this moment. */
  const hasWritten = (count: number): boolean => {
    cluster.silentAfter = count;
    return cluster.writes.length === count;
  };
  const auditHas = (path: string): boolean => {
    try {
      return readFileSync(join(vault.folder, "audit.log"), "utf8").includes(path);
    } catch {
      return false;
    }
  };

  for (const [moment, isThere] of Object.entries(moments))
    it(`killed ${moment}, it is repeated without loss`, async () => {
      await vault.start(1);
      const env = preparePod();
      const killed = await run("bootstrap", env, isThere);
      expect(killed.code, killed.output).to.equal(null);
      cluster.silentAfter = Infinity;
      const { code, output } = await run("supervise", env);
      expect(code, output).to.equal(0);
      expect(stateOf()).to.have.all.keys("state", "keys");
      await login("hanok-zipbob.config", "zipbob", "config");
    });

  it("killed between initialisation and the stored keys, it stores them from memory", async () => {
    await vault.start(1);
    const env = preparePod();
    // the first write shows that the store works, and then it does not
    const broken = () => {
      if (cluster.writes.length === 1) cluster.refusals = Infinity;
      return cluster.refusals > 0 && spooled() !== "";
    };
    const spooled = () => {
      try {
        return readFileSync(env["SPOOL_FILE"] ?? "", "utf8");
      } catch {
        return "";
      }
    };
    expect((await run("bootstrap", env, broken)).code).to.equal(null);
    expect(cluster.writes).to.deep.equal(["initialising"]);
    cluster.refusals = 3;
    const { code, output } = await run("supervise", env);
    expect(code, output).to.equal(0);
    expect(output).to.contain("request timed out");
    expect(spooled()).to.equal("");
  });

  it("tells that keys were never stored, and leaves the data alone", async () => {
    await vault.start(1);
    const answer = await server(0).call("PUT", "sys/init", {
      body: { secret_shares: 1, secret_threshold: 1 },
    });
    const { code, output } = await run("supervise", preparePod());
    expect(code, output).to.equal(3);
    expect(output).to.contain("Keys that were never stored").and.to.contain("No data was changed");
    for (const key of texts(answer["keys_base64"]))
      await server(0).call("PUT", "sys/unseal", { body: { key } });
    await pause(3);
    expect(await server(0).health()).to.equal("active");
  });

  it("tells that volumes were lost, and does not initialise a second Vault over the stored keys", async () => {
    await vault.start(1);
    expect((await run("supervise", preparePod())).code).to.equal(0);
    const { state } = cluster.secret ?? {};
    await vault.end();
    await (vault = new RealVault()).start(1);
    mkdirSync((work = join(vault.folder, "job")));
    const { code, output } = await run("supervise", preparePod());
    expect(code, output).to.equal(3);
    expect(output).to.contain("Volumes that were lost");
    expect(await server(0).seal()).to.deep.include({ initialized: false });
    expect(cluster.secret?.["state"]).to.equal(state);
  });

  it("waits for every server, because one that does not answer could have the data", async () => {
    await vault.start(3);
    expect((await run("supervise", preparePod())).code).to.equal(0);
    await vault.servers[1]?.kill();
    const env = { ...preparePod(), PATIENCE_SECONDS: "4" };
    const { code, output } = await run("bootstrap", env);
    expect(code).to.equal(1);
    expect(output).to.match(/every server answers: .*ECONNREFUSED/);
  });

  it("knows every role by its prefix", () => {
    expect(Object.keys(clientsOf(users)).every((name) => name.startsWith("hanok-"))).to.equal(true);
  });
});
