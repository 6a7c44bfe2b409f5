import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import {
  accessControlList,
  exporterUser,
  serviceRules,
} from "../../../../components/data-tier/in-cluster/acl.ts";
import type { Probe } from "../../../../components/data-tier/engine.ts";
import { valkey } from "../../../../components/data-tier/engines/valkey.ts";
import { platform } from "../../../support/fixtures.ts";
import {
  findCommand,
  freePort,
  later,
  retires,
  run,
  runScript,
  type ScriptUser,
  skipWithout,
  temporaryFolder,
  TestServer,
  until,
  userVariables,
  writeFile,
} from "./server.ts";

const rootPassword = "rootRootRootRootRootRootRootRoot";
const web = { username: "web", database: "", password: "webWebWebWeb" };
const late = { username: "late", database: "", password: "lateLateLate" };

for (const kind of ["cache", "persistent"] as const) {
  describe(`provision-valkey.sh on a real server, ${kind}, with the configuration of its pod`, function () {
    this.timeout(60_000);
    let server: TestServer | undefined;
    let port = 0;
    let folder = "";
    const engine = valkey({
      engine: "valkey",
      memory: "64Mi",
      persistence: kind === "cache" ? { kind } : { kind, storage: "1Gi" },
    });
    const planned = engine.inCluster.server({
      engine: "valkey",
      name: "carts",
      members: 1,
      users: [],
      platform,
    });

    before(async function () {
      const command = findCommand("valkey-server", "redis-server");
      skipWithout(this, command, "redis-server");
      folder = temporaryFolder("valkey");
      writeFile(folder, "users.acl", accessControlList(rootPassword, { web: web.password }), 0o440);
      port = await freePort();
      const [content = ""] = Object.values(planned.files?.content ?? {});
      const here = content.replaceAll("/data", folder).replace("/etc/valkey/acl", folder);
      const file = writeFile(folder, "server.conf", `${here}port ${port}\nbind 127.0.0.1\n`);
      server = new TestServer(folder, command, [file]);
      await until(server, ping);
    });
    after(() => server?.stop());

    /** Runs a probe as the kubelet does. */
    const probe = ({ command: [shell = "", flag = "", text = ""] }: Probe) =>
      run(shell, [flag, text.replace("valkey-cli", `${cli} -p ${port}`)]).status === 0;
    const ping = () => probe(planned.readiness);
    const cli = findCommand("valkey-cli", "redis-cli") ?? "";
    const ask = (user: string, password: string, ...command: string[]) =>
      run(cli, ["--no-auth-warning", "-p", `${port}`, "--user", user, ...command], {
        REDISCLI_AUTH: password,
        VALKEYCLI_AUTH: password,
      }).output;
    const provision = (
      users: readonly ScriptUser[],
      password = rootPassword,
      more: Readonly<Record<string, string>> = {},
    ) =>
      runScript("provision-valkey.sh", {
        STORE_HOST: "127.0.0.1",
        STORE_PORT: `${port}`,
        ROOT_PASSWORD: password,
        RULES: serviceRules,
        WAIT_SECONDS: "0",
        ...userVariables(users),
        ...more,
      });

    it("rotates a password without downtime: both users work until the old one is retired", () => {
      const old = { username: "cart", database: "", password: "cartCartCart" };
      const [next, last] = [later(old, 2), later(old, 3)];
      const bystander = { username: "cart-2", database: "", password: "bystander" };
      const works = ({ username, password }: ScriptUser) => ask(username, password, "GET", "none");
      expect(provision([old, bystander]).status).to.equal(0);
      expect(provision([next, bystander]).status).to.equal(0);
      for (const user of [old, next]) expect(works(user)).to.equal("\n");
      const { status, output } = provision([next, bystander], rootPassword, retires);
      expect(status, output).to.equal(0);
      expect(output).to.equal("provisioned 2 users\nretired cart\n");
      expect(works(old)).to.include("WRONGPASS");
      for (const user of [next, bystander]) expect(works(user)).to.equal("\n");
      provision([last], rootPassword, retires);
      expect(works(next)).to.include("WRONGPASS");
      expect(works(last)).to.equal("\n");
      // the other tests count the users
      for (const { username } of [last, bystander])
        ask("root", rootPassword, "ACL", "DELUSER", username);
    });

    it("starts with the users of its Secret, before the first Job", () => {
      expect(ask("web", web.password, "SET", "key", "42")).to.include("OK");
      expect(ask("web", web.password, "GET", "key")).to.equal("42\n");
      expect(ask("late", late.password, "GET", "key")).to.include("WRONGPASS");
    });

    it("adds a user without a restart, with the same result on a second run", () => {
      for (const _ of [1, 2]) {
        const { status, output } = provision([web, late]);
        expect(status, output).to.equal(0);
        expect(output).to.equal("provisioned 2 users\n");
      }
      expect(ask("late", late.password, "GET", "key")).to.equal("42\n");
      expect(ask("root", rootPassword, "ACL", "LIST").trim().split("\n")).to.have.length(6);
    });

    it("gives a service the rights that Spring needs, and no others", () => {
      for (const command of [
        ["INFO"],
        ["KEYS", "none*"],
        ["PUBLISH", "channel", "x"],
        ["SCAN", "0"],
      ]) {
        expect(ask("web", web.password, ...command), command[0]).to.not.include("NOPERM");
      }
      for (const command of [
        ["CONFIG", "GET", "*"],
        ["ACL", "LIST"],
        ["SHUTDOWN"],
        ["FLUSHALL"],
        ["REPLICAOF", "a", "1"],
      ]) {
        expect(ask("web", web.password, ...command), command[0]).to.include("NOPERM");
      }
    });

    it("requires a password, and lets the probe's user only ping", () => {
      expect(run(cli, ["-p", `${port}`, "GET", "key"]).output).to.include("NOAUTH");
      expect(ask("default", "any", "GET", "key")).to.include("WRONGPASS");
      expect(ping()).to.equal(true);
      expect(probe(planned.liveness)).to.equal(true);
      for (const command of [
        ["GET", "key"],
        ["INFO"],
        ["SUBSCRIBE", "channel"],
        ["ACL", "WHOAMI"],
      ]) {
        expect(ask("probe", "none", ...command), command[0]).to.include("NOPERM");
      }
    });

    it("Z20: lets the exporter's user read statistics, and no data", () => {
      const exporter = (...command: string[]) => ask(exporterUser, "none", ...command);
      expect(exporter("INFO", "all")).to.contain("keyspace_hits:");
      expect(exporter("SLOWLOG", "LEN")).to.match(/^\d+/);
      for (const command of [
        ["GET", "key"],
        ["KEYS", "*"],
        ["CONFIG", "GET", "*"],
        ["ACL", "LIST"],
      ])
        expect(exporter(...command), command.join(" ")).to.contain("NOPERM");
    });

    it("sets a changed password and rejects the old one", () => {
      expect(provision([{ ...web, password: "anotherOne" }]).status).to.equal(0);
      expect(ask("web", "anotherOne", "GET", "key")).to.equal("42\n");
      expect(ask("web", web.password, "GET", "key")).to.include("WRONGPASS");
      provision([web]);
    });

    it("shows no password on a command line, in its output or in the server's log", () => {
      const { output, commandLines } = provision([web, late]);
      expect(commandLines).to.match(/(valkey|redis)-cli -e/);
      for (const password of [rootPassword, web.password, late.password]) {
        expect(commandLines + output + (server?.log ?? "")).to.not.include(password);
      }
    });

    it("is neither ready nor alive without an answer", async () => {
      const here = port;
      port = await freePort();
      expect([probe(planned.readiness), probe(planned.liveness)]).to.deep.equal([false, false]);
      port = here;
    });

    it("fails when the root password is wrong", () => {
      const { status, output } = provision([web], "wrong");
      expect(status).to.equal(1);
      expect(output).to.include("WRONGPASS");
    });

    it(
      kind === "cache"
        ? "forgets the oldest when it is full"
        : "keeps its data on the claim, and forgets nothing",
      () => {
        const settings =
          ask("root", rootPassword, "CONFIG", "GET", "maxmemory*") +
          ask("root", rootPassword, "CONFIG", "GET", "appendonly");
        expect(settings).to.include(`${64 * 2 ** 20}`);
        expect(settings).to.include(kind === "cache" ? "allkeys-lru" : "noeviction");
        expect(settings).to.include(kind === "cache" ? "appendonly\nno" : "appendonly\nyes");
      },
    );
  });
}
