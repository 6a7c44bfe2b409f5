import { expect } from "chai";
import fc from "fast-check";
import { after, before, describe, it } from "mocha";
import { join } from "node:path";
import type { Probe } from "../../../../components/data-tier/engine.ts";
import { mysql } from "../../../../components/data-tier/engines/mysql.ts";
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
  userOfPods,
  userVariables,
  writeFile,
} from "./server.ts";

const rootPassword = "rootRootRootRootRootRootRootRoot";
const edge = { username: "edge", database: "members", password: "edgeEdgeEdgeEdge" };
const review = { username: "recipe-review", database: "recipe_review", password: "reviewReview" };

describe("provision-sql.sh on a real MariaDB", function () {
  this.timeout(60_000);
  let server: TestServer | undefined;
  let port = 0;

  before(async function () {
    const mariadbd = findCommand("mariadbd");
    skipWithout(this, mariadbd, "mariadb-server");
    const folder = temporaryFolder("mariadb");
    const initial = writeFile(
      folder,
      "init.sql",
      `ALTER USER 'root'@'127.0.0.1' IDENTIFIED BY '${rootPassword}';
`,
    );
    port = await freePort();
    const data = join(folder, "data");
    const installed = run("mariadb-install-db", [
      "--no-defaults",
      `--datadir=${data}`,
      "--auth-root-authentication-method=normal",
      "--skip-test-db",
    ]);
    expect(installed.status, installed.output).to.equal(0);
    server = new TestServer(folder, mariadbd, [
      "--no-defaults",
      `--datadir=${data}`,
      `--port=${port}`,
      "--bind-address=127.0.0.1",
      `--socket=${join(folder, "socket")}`,
      `--init-file=${initial}`,
      "--skip-name-resolve",
      "--innodb-flush-log-at-trx-commit=0",
    ]);
    await until(server, () => select("root", rootPassword, "SELECT 1").status === 0);
  });
  after(() => server?.stop());

  const select = (user: string, password: string, statement: string) =>
    run(
      "mariadb",
      [
        "--no-defaults",
        "--host=127.0.0.1",
        `--port=${port}`,
        `--user=${user}`,
        "--batch",
        "--raw",
        "--skip-column-names",
      ],
      { MYSQL_PWD: password },
      statement,
    );
  const provision = (
    users: readonly ScriptUser[],
    password = rootPassword,
    without?: string,
    more: Readonly<Record<string, string>> = {},
  ) =>
    runScript(
      "provision-sql.sh",
      {
        STORE_HOST: "127.0.0.1",
        STORE_PORT: `${port}`,
        ROOT_PASSWORD: password,
        WAIT_SECONDS: "0",
        ...userVariables(users),
        ...more,
      },
      [],
      without,
    );

  it("creates users for their own database only, with the same result on a second run", () => {
    for (const _ of [1, 2]) {
      const { status, output } = provision([edge, review]);
      expect(status, output).to.equal(0);
      expect(output).to.equal("provisioned 2 users\n");
    }
    const worked = select(
      "edge",
      edge.password,
      "CREATE TABLE members.t (i INT); INSERT INTO members.t VALUES (42); SELECT * FROM members.t; DROP TABLE members.t",
    );
    expect(worked.output).to.equal("42\n");
    expect(select("edge", edge.password, "SHOW DATABASES").output.split("\n"))
      .to.include("members")
      .and.not.include("recipe_review")
      .and.not.include("mysql");
    expect(select("edge", edge.password, "USE recipe_review").output).to.include("Access denied");
    expect(select("edge", edge.password, "CREATE DATABASE other").output).to.include(
      "Access denied",
    );
    expect(select("edge", edge.password, "CREATE USER other").output).to.include("Access denied");
  });

  it("works with the client of MySQL's image, which has a different name", () => {
    const { status, output, commandLines } = provision([edge], rootPassword, "mariadb");
    expect(status, output).to.equal(0);
    expect(commandLines).to.include("mysql --no-defaults");
  });

  it("keeps the data of an existing database", () => {
    provision([edge]);
    select("edge", edge.password, "CREATE TABLE members.kept (i INT)");
    provision([edge]);
    expect(select("edge", edge.password, "SHOW TABLES IN members").output).to.equal("kept\n");
  });

  it("shares a database: rows for a writer, SELECT for a reader, the schema for its owner alone", () => {
    const web = { username: "shop-web", database: "shop", password: "webWeb" };
    const share = { database: "shop", owner: "shop-web" };
    const worker: ScriptUser = { ...share, username: "worker", password: "w", rights: "write" };
    const report: ScriptUser = { ...share, username: "report", password: "r", rights: "read" };
    const ask = ({ username, password }: ScriptUser, statement: string) =>
      select(username, password, `USE shop; ${statement}`).output;
    // a user that owned the database before keeps rights on rows only
    expect(
      provision([web, { username: "worker", database: "shop", password: "w" }]).status,
    ).to.equal(0);
    for (const _ of [1, 2]) expect(provision([web, worker, report]).status).to.equal(0);
    expect(ask(web, "CREATE TABLE t (n INT)")).to.equal("");
    expect(ask(worker, "INSERT INTO t VALUES (7); SELECT n FROM t")).to.equal("7\n");
    expect(ask(report, "SELECT n FROM t")).to.equal("7\n");
    expect(ask(report, "DELETE FROM t")).to.include("denied");
    for (const user of [worker, report])
      for (const statement of ["CREATE TABLE u (n INT)", "DROP TABLE t", "ALTER TABLE t ADD m INT"])
        expect(ask(user, statement), statement).to.include("denied");
    expect(provision([web, { ...worker, rights: "read" }]).status).to.equal(0);
    expect(ask(worker, "INSERT INTO t VALUES (8)")).to.include("denied");
    expect(select("worker", "w", "SHOW GRANTS").output).to.match(/SELECT, SHOW VIEW ON `shop`/);
  });

  it("sets a changed password and rejects the old one", () => {
    provision([edge]);
    const { status, output } = provision([{ ...edge, password: "anotherOne" }]);
    expect(status, output).to.equal(0);
    expect(select("edge", "anotherOne", "SELECT 1").status).to.equal(0);
    expect(select("edge", edge.password, "SELECT 1").output).to.include("Access denied");
  });

  it("rotates a password without downtime: both users work until the old one is retired", async () => {
    const old = { username: "cart", database: "cart", password: "cartCartCart" };
    const [next, last] = [later(old, 2), later(old, 3)];
    const bystander = { username: "cart-2", database: "cart_2", password: "bystander" };
    const works = ({ username, password }: ScriptUser) =>
      select(username, password, "SELECT COUNT(*) FROM cart.seen").output;
    expect(provision([old, bystander]).status).to.equal(0);
    select(
      "cart",
      old.password,
      "CREATE TABLE cart.items (i INT); CREATE VIEW cart.seen AS SELECT * FROM cart.items",
    );
    // a pod of the old revision, which keeps its connection
    const pod = new TestServer(
      temporaryFolder("client", userOfPods),
      "mariadb",
      [
        "--no-defaults",
        "--host=127.0.0.1",
        `--port=${port}`,
        "--user=cart",
        "-e",
        "SELECT SLEEP(60)",
      ],
      { MYSQL_PWD: old.password },
    );
    expect(provision([next, bystander]).status).to.equal(0);
    expect([works(old), works(next)]).to.deep.equal(["0\n", "0\n"]);
    const { status, output } = provision([next, bystander], rootPassword, undefined, retires);
    expect(status, output).to.equal(0);
    expect(output).to.equal("provisioned 2 users\nretired cart\n");
    expect(works(old)).to.match(/account is locked|Access denied/);
    // a view still has the rights of the retired user who made it
    expect(works(next)).to.equal("0\n");
    expect(select("cart-2", bystander.password, "SELECT 1").output).to.equal("1\n");
    await until(server ?? pod, () => pod.process.exitCode !== null, 10);
    await pod.stop();
    provision([last]);
    expect(provision([last], rootPassword, undefined, retires).output).to.include("retired cart_2");
    expect(works(next)).to.match(/account is locked|Access denied/);
    expect(works(last)).to.equal("0\n");
  });

  it("gives a retired user its access back", () => {
    const user = { username: "back", database: "back", password: "backBackBack" };
    provision([later(user, 2)], rootPassword, undefined, retires);
    provision([user]);
    provision([later(user, 3)], rootPassword, undefined, retires);
    expect(select("back", user.password, "SELECT 1").status).to.equal(1);
    provision([user]);
    expect(select("back", user.password, "SELECT 1").status).to.equal(0);
  });

  it("grants a_b, but no database that the pattern a_b would match", () => {
    const one = { username: "one", database: "a_b", password: "onePassword" };
    const two = { username: "two", database: "axb", password: "twoPassword" };
    expect(provision([one, two]).status).to.equal(0);
    expect(select("one", one.password, "SHOW DATABASES").output).to.not.include("axb");
  });

  it("shows no password on a command line, in its output or in the server's log", () => {
    const { output, commandLines } = provision([edge, review]);
    expect(commandLines).to.include("mariadb --no-defaults");
    for (const password of [rootPassword, edge.password, review.password]) {
      expect(commandLines + output + (server?.log ?? "")).to.not.include(password);
    }
  });

  it("fails and changes nothing when the root password is wrong", () => {
    const { status, output } = provision(
      [{ username: "nobody", database: "nothing", password: "none" }],
      "wrong",
    );
    expect(status).to.equal(1);
    expect(output).to.include("Access denied").and.not.include("provisioned");
  });

  it("passes MySQL's probes, which have no user", async () => {
    const planned = mysql({ storage: "1Gi" }).inCluster.server({
      engine: "mysql",
      name: "chats",
      members: 1,
      users: [],
      platform,
    });
    const ask = (probe: Probe, at: number) => {
      const [command = "", ...args] = probe.command;
      const here = args.map((arg) =>
        arg.replace("/run/mysqld/mysqld.sock", join(server?.folder ?? "", "socket")),
      );
      return run(command, [...here, `--port=${at}`], {}, "", userOfPods).status;
    };
    expect(ask(planned.readiness, port)).to.equal(0);
    expect(ask(planned.liveness, port)).to.equal(0);
    expect(ask(planned.readiness, await freePort())).to.equal(1);
  });

  it("quotes any name: each user sees its own database only (property)", () => {
    const name = fc.stringMatching(/^[a-z_%`'"\\$;.\-][a-z _%`'"\\$;.\-#()]{0,10}[a-z_%`'"\\$;]$/);
    const user = fc.record({
      username: name,
      database: name,
      password: fc.stringMatching(/^[!-~]{8,20}$/),
    });
    const users = fc.uniqueArray(user, {
      minLength: 4,
      maxLength: 4,
      selector: (one) => one.username,
      comparator: (one, other) => one.trim() === other.trim(),
    });
    let run = 0;
    fc.assert(
      fc.property(users, (generated) => {
        // remnants of a failed run must not affect the next one
        run += 1;
        const all = generated.map((one, index) => ({
          ...one,
          username: `${run}.${index}${one.username}`,
          database: `${run}${one.database}`,
        }));
        const { status, output } = provision(all);
        expect(status, output).to.equal(0);
        for (const { username, database, password } of all) {
          const seen = select(username, password, "SHOW DATABASES").output.split("\n");
          expect(seen).to.have.members(["information_schema", database, ""]);
        }
      }),
      { numRuns: 15 },
    );
  });
});
