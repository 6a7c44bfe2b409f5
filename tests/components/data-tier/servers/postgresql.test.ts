import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { join } from "node:path";
import type { Probe } from "../../../../components/data-tier/engine.ts";
import { vector } from "../../../../components/data-tier/engines/vector.ts";
import { platform } from "../../../support/fixtures.ts";
import {
  freePort,
  later,
  postgresqlFolder,
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
const recipe = { username: "ai-recipe", database: "ai_recipe", password: "recipeRecipe" };
const crawler = { username: "crawler", database: "crawler", password: "crawlerCrawler" };

describe("provision-postgresql.sh on a real PostgreSQL", function () {
  this.timeout(60_000);
  let server: TestServer | undefined;
  let port = 0;

  before(async function () {
    const bin = postgresqlFolder();
    skipWithout(this, bin, "postgresql");
    const folder = temporaryFolder("postgresql");
    const data = join(folder, "data");
    const password = writeFile(folder, "password", rootPassword, 0o600);
    const initial = run(join(bin, "initdb"), [
      "--no-sync",
      "--username=postgres",
      `--pwfile=${password}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C.UTF-8",
      data,
    ]);
    expect(initial.status, initial.output).to.equal(0);
    port = await freePort();
    server = new TestServer(folder, join(bin, "postgres"), [
      "-D",
      data,
      "-p",
      `${port}`,
      "-h",
      "127.0.0.1",
      "-k",
      folder,
      "-F",
      "-c",
      "log_statement=all",
    ]);
    await until(server, () => run("pg_isready", ["-h", "127.0.0.1", "-p", `${port}`]).status === 0);
  });
  after(() => server?.stop());

  const select = (user: string, password: string, database: string, statement: string) =>
    run(
      "psql",
      [
        "--no-psqlrc",
        "--quiet",
        "-At",
        "-h",
        "127.0.0.1",
        "-p",
        `${port}`,
        "-U",
        user,
        "-d",
        database,
        "-v",
        "ON_ERROR_STOP=1",
      ],
      { PGPASSWORD: password },
      statement,
    );
  // an extension of every PostgreSQL, because Debian 12 has no pgvector
  const provision = (
    users: readonly ScriptUser[],
    password = rootPassword,
    more: Readonly<Record<string, string>> = {},
  ) =>
    runScript("provision-postgresql.sh", {
      STORE_HOST: "127.0.0.1",
      STORE_PORT: `${port}`,
      ROOT_PASSWORD: password,
      WAIT_SECONDS: "0",
      EXTENSION: "plpgsql",
      ...userVariables(users),
      ...more,
    });

  it("creates users for their own database only, with the same result on a second run", () => {
    for (const _ of [1, 2]) {
      const { status, output } = provision([recipe, crawler]);
      expect(status, output).to.equal(0);
      expect(output).to.equal("provisioned 2 users\n");
    }
    const worked = select(
      recipe.username,
      recipe.password,
      recipe.database,
      "CREATE TABLE t (i INT); INSERT INTO t VALUES (42); SELECT * FROM t; DROP TABLE t; CREATE SCHEMA own",
    );
    expect(worked.output).to.equal("42\n");
    for (const other of [crawler.database, "postgres", "template1"]) {
      expect(select(recipe.username, recipe.password, other, "SELECT 1").output).to.include(
        "permission denied",
      );
    }
    const forbidden = [
      "CREATE DATABASE other",
      "CREATE ROLE other",
      "DROP DATABASE ai_recipe",
      "SELECT * FROM pg_authid",
      "COPY (SELECT 1) TO PROGRAM 'cat'",
    ];
    for (const statement of forbidden) {
      expect(
        select(recipe.username, recipe.password, recipe.database, statement).status,
        statement,
      ).to.not.equal(0);
    }
  });

  it("creates the extension, so that clients need no right to create it", () => {
    provision([recipe]);
    expect(
      select(
        recipe.username,
        recipe.password,
        recipe.database,
        "CREATE EXTENSION IF NOT EXISTS plpgsql",
      ).status,
    ).to.equal(0);
  });

  it("rotates a password without downtime: both users work until the old one is retired", async () => {
    const old = { username: "cart", database: "cart", password: "cartCartCart" };
    const [next, last] = [later(old, 2), later(old, 3)];
    const bystander = { username: "cart-2", database: "cart_2", password: "bystander" };
    const ask = ({ username, password }: ScriptUser, statement: string) =>
      select(username, password, "cart", statement).output;
    expect(provision([old, bystander]).status).to.equal(0);
    expect(ask(old, "CREATE TABLE items (i INT)")).to.equal("");
    const pod = new TestServer(
      temporaryFolder("client", userOfPods),
      "psql",
      ["-h", "127.0.0.1", "-p", `${port}`, "-U", "cart", "-d", "cart", "-c", "SELECT pg_sleep(60)"],
      { PGPASSWORD: old.password },
    );
    expect(provision([next, bystander]).status).to.equal(0);
    // what the old user made belongs to the new one as well, and the other way round
    expect(ask(next, "ALTER TABLE items ADD j INT; CREATE TABLE more (i INT)")).to.equal("");
    expect(ask(old, "ALTER TABLE more ADD j INT; SELECT COUNT(*) FROM items")).to.equal("0\n");
    const { status, output } = provision([next, bystander], rootPassword, retires);
    expect(status, output).to.equal(0);
    expect(ask(old, "SELECT 1")).to.match(/authentication failed|not permitted to log in/);
    expect(ask(next, "DROP TABLE more; SELECT COUNT(*) FROM items")).to.equal("0\n");
    expect(select("cart-2", bystander.password, "cart_2", "SELECT 1").output).to.equal("1\n");
    await until(server ?? pod, () => pod.process.exitCode !== null, 10);
    await pod.stop();
    expect(provision([last]).status).to.equal(0);
    expect(provision([last], rootPassword, retires).status).to.equal(0);
    expect(ask(next, "SELECT 1")).to.match(/authentication failed|not permitted to log in/);
    expect(ask(last, "SELECT COUNT(*) FROM items")).to.equal("0\n");
    expect(ask(last, "SELECT current_user, session_user")).to.equal("cart|cart_3\n");
  });

  it("shares a database: rows for a writer, SELECT for a reader, the schema for its owner alone", () => {
    const web = { username: "shop-web", database: "shop", password: "webWeb" };
    const share = { database: "shop", owner: "shop-web" };
    const worker: ScriptUser = { ...share, username: "worker", password: "w", rights: "write" };
    const report: ScriptUser = { ...share, username: "report", password: "r", rights: "read" };
    const ask = ({ username, password }: ScriptUser, statement: string) =>
      select(username, password, "shop", statement).output;
    expect(provision([web]).status).to.equal(0);
    expect(ask(web, "CREATE TABLE early (id SERIAL, n INT)")).to.equal("");
    const { status, output } = provision([web, worker, report]);
    expect(status, output).to.equal(0);
    expect(
      ask(
        web,
        "CREATE TABLE late (id SERIAL, n INT); CREATE SCHEMA own; CREATE TABLE own.x (n INT)",
      ),
    ).to.equal("");
    for (const table of ["early", "late"]) {
      expect(ask(worker, `INSERT INTO ${table} (n) VALUES (7) RETURNING n`)).to.equal("7\n");
      expect(ask(report, `SELECT n FROM ${table}`)).to.equal("7\n");
      expect(ask(report, `DELETE FROM ${table}`)).to.include("permission denied");
      expect(ask(worker, `DROP TABLE ${table}`)).to.include("must be owner");
      expect(ask(worker, `TRUNCATE ${table}`)).to.include("permission denied");
    }
    expect(ask(worker, "INSERT INTO own.x VALUES (1) RETURNING n")).to.equal("1\n");
    expect(ask(report, "SELECT n FROM own.x")).to.equal("1\n");
    for (const other of [worker, report]) {
      expect(ask(other, "CREATE TABLE mine (n INT)")).to.include("permission denied");
      expect(ask(other, "CREATE SCHEMA mine")).to.include("permission denied");
    }
    // a writer becomes a reader; a user of a later generation has the rights of its service
    const demoted: ScriptUser = { ...worker, rights: "read" };
    expect(provision([web, demoted, later(report, 2)]).status).to.equal(0);
    expect(ask(worker, "INSERT INTO late (n) VALUES (8)")).to.include("permission denied");
    expect(ask(web, "CREATE TABLE latest (n INT)")).to.equal("");
    expect(ask(worker, "INSERT INTO latest VALUES (8)")).to.include("permission denied");
    expect(ask(later(report, 2), "SELECT COUNT(*) FROM latest")).to.equal("0\n");
    expect(ask(worker, "SELECT n FROM late")).to.equal("7\n");
  });

  it("creates no extension where none is wanted", () => {
    const plain = provision([crawler], rootPassword, { EXTENSION: "" });
    expect(plain.status, plain.output).to.equal(0);
  });

  it("sets a changed password and rejects the old one", () => {
    provision([recipe]);
    expect(provision([{ ...recipe, password: "anotherOne" }]).status).to.equal(0);
    expect(select(recipe.username, "anotherOne", recipe.database, "SELECT 1").status).to.equal(0);
    expect(select(recipe.username, recipe.password, recipe.database, "SELECT 1").output).to.include(
      "password authentication failed",
    );
  });

  it("shows no password on a command line, in its output or in the server's full statement log", () => {
    const { output, commandLines } = provision([recipe, crawler]);
    expect(commandLines).to.include("psql --no-psqlrc");
    expect(server?.log).to.include("CREATE TABLE t");
    for (const password of [rootPassword, recipe.password, crawler.password]) {
      expect(commandLines + output + (server?.log ?? "")).to.not.include(password);
    }
  });

  it("fails when the root password is wrong", () => {
    const { status, output } = provision([recipe], "wrong");
    expect(status).to.equal(1);
    expect(output).to.include("password authentication failed");
  });

  it("fails when a statement fails", () => {
    const { status, output } = provision([
      { username: "pg_reserved", database: "d", password: "p" },
    ]);
    expect(status).to.not.equal(0);
    expect(output).to.include("reserved").and.not.include("provisioned");
  });

  it("passes the probes, also for a user without an entry in /etc/passwd", async () => {
    const planned = vector({ storage: "1Gi" }).inCluster.server({
      engine: "vector",
      name: "recipes",
      members: 1,
      users: [],
      platform,
    });
    const ask = (probe: Probe, at: number) => {
      const [command = "", ...args] = probe.command;
      const here = args.map((arg) => arg.replace("/run/postgresql", server?.folder ?? ""));
      return run(command, [...here, `--port=${at}`], {}, "", userOfPods).status;
    };
    expect(ask(planned.startup, port)).to.equal(0);
    expect(ask(planned.readiness, port)).to.equal(0);
    expect(ask(planned.readiness, await freePort())).to.not.equal(0);
  });

  it("quotes any name", () => {
    const odd = { username: `o'd"d\\; $x`, database: `d'a"t\\a ;--`, password: `p'a"s\\s$` };
    const { status, output } = provision([odd]);
    expect(status, output).to.equal(0);
    expect(
      select(odd.username, odd.password, odd.database, "SELECT current_database()").output,
    ).to.equal(`${odd.database}\n`);
  });
});
