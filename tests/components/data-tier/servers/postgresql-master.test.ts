import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  findCommand,
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

const adminPassword = "adminAdmin";
const masterPassword = 'master"Master';
const cart = { username: "cart", database: "cart", password: "cartCartCart" };

/** PostgreSQL as RDS offers it: the master user makes roles and databases, and is no superuser; connections need TLS. */
describe("provision-postgresql.sh with a master user as on RDS", function () {
  this.timeout(60_000);
  let server: TestServer | undefined;
  let port = 0;
  let authority = "";
  let secret = "";

  before(async function () {
    const bin = postgresqlFolder();
    skipWithout(this, bin, "postgresql");
    skipWithout(this, findCommand("openssl"), "openssl");
    const folder = temporaryFolder("postgresql-master");
    const files = certificates(folder);
    const pods = temporaryFolder("master-secret", userOfPods);
    authority = writeFile(pods, "ca.pem", readFileSync(files.ca, "utf8"));
    const value = { username: "postgres", password: masterPassword };
    secret = writeFile(pods, "master.json", JSON.stringify(value), 0o600);
    const data = join(folder, "data");
    const password = writeFile(folder, "password", adminPassword, 0o600);
    const initial = run(join(bin, "initdb"), [
      ...["--no-sync", "--username=admin", `--pwfile=${password}`, "--auth=scram-sha-256"],
      ...["--encoding=UTF8", "--locale=C.UTF-8", data],
    ]);
    expect(initial.status, initial.output).to.equal(0);
    writeFileSync(
      join(data, "pg_hba.conf"),
      "hostssl all all 127.0.0.1/32 scram-sha-256\nhostnossl all all 127.0.0.1/32 reject\n",
    );
    port = await freePort();
    const settings = ["ssl=on", `ssl_cert_file=${files.certificate}`, `ssl_key_file=${files.key}`];
    server = new TestServer(folder, join(bin, "postgres"), [
      ...["-D", data, "-p", `${port}`, "-h", "127.0.0.1", "-k", folder, "-F"],
      ...settings.flatMap((one) => ["-c", one]),
    ]);
    await until(server, () => run("pg_isready", ["-h", "127.0.0.1", "-p", `${port}`]).status === 0);
    const roles = `CREATE ROLE postgres LOGIN CREATEDB CREATEROLE PASSWORD '${masterPassword}';
      GRANT pg_signal_backend TO postgres; ALTER DATABASE postgres OWNER TO postgres`;
    expect(ask("admin", adminPassword, "postgres", roles).output).to.equal("");
  });
  after(() => server?.stop());

  const ask = (user: string, password: string, database: string, statement: string) =>
    run(
      "psql",
      [
        ...["--no-psqlrc", "--quiet", "-At", "-h", "127.0.0.1", "-p", `${port}`],
        ...["-U", user, "-d", database, "-v", "ON_ERROR_STOP=1"],
      ],
      { PGPASSWORD: password, PGSSLMODE: "require" },
      statement,
    );

  const provision = (users: readonly ScriptUser[], more: Readonly<Record<string, string>> = {}) =>
    runScript(
      "provision-postgresql.sh",
      {
        STORE_HOST: "127.0.0.1",
        STORE_PORT: `${port}`,
        MASTER_FILE: secret,
        TLS_CA: authority,
        WAIT_SECONDS: "0",
        ...userVariables(users),
        ...more,
      },
      [],
      undefined,
      ["master.sh"],
    );

  it("creates users for their own database, with the same result on a second run", () => {
    for (const _ of [1, 2]) {
      const { status, output } = provision([cart]);
      expect(output).to.equal("provisioned 1 users\n");
      expect(status).to.equal(0);
    }
    const made = ask(
      "cart",
      cart.password,
      "cart",
      "CREATE TABLE t (i INT); SELECT COUNT(*) FROM t",
    );
    expect(made.output).to.equal("0\n");
    expect(ask("cart", cart.password, "postgres", "SELECT 1").output).to.include(
      "permission denied",
    );
  });

  it("rotates a password and retires the old user", () => {
    const next = later(cart, 2);
    expect(provision([next]).output).to.equal("provisioned 1 users\n");
    expect(ask(next.username, next.password, "cart", "ALTER TABLE t ADD j INT").output).to.equal(
      "",
    );
    const { status, output } = provision([next], retires);
    expect(status, output).to.equal(0);
    expect(ask("cart", cart.password, "cart", "SELECT 1").status).to.not.equal(0);
    expect(ask(next.username, next.password, "cart", "SELECT COUNT(*) FROM t").output).to.equal(
      "0\n",
    );
  });

  it("shares a database: rows for a writer, SELECT for a reader", () => {
    const web = { username: "web", database: "shop", password: "webWeb" };
    const share = { database: "shop", owner: "web" };
    const worker: ScriptUser = { ...share, username: "worker", password: "w", rights: "write" };
    const report: ScriptUser = { ...share, username: "report", password: "r", rights: "read" };
    expect(provision([web]).status).to.equal(0);
    expect(ask("web", "webWeb", "shop", "CREATE TABLE orders (n INT)").output).to.equal("");
    const { status, output } = provision([web, worker, report]);
    expect(status, output).to.equal(0);
    const insert = "INSERT INTO orders VALUES (7) RETURNING n";
    expect(ask("worker", "w", "shop", insert).output).to.equal("7\n");
    expect(ask("report", "r", "shop", insert).output).to.include("permission denied");
    expect(ask("report", "r", "shop", "SELECT n FROM orders").output).to.equal("7\n");
  });

  it("trusts the authorities of the server alone, and never sends the password otherwise", () => {
    const other = certificates(temporaryFolder("other-authority"));
    const pods = temporaryFolder("other-ca", userOfPods);
    const ca = writeFile(pods, "ca.pem", readFileSync(other.ca, "utf8"));
    const { status, output } = provision([cart], { TLS_CA: ca });
    expect(status).to.equal(1);
    expect(output).to.include("certificate verify failed");
    expect(output).to.not.include("master");
  });
});

/** An authority, and a certificate for 127.0.0.1 that it has signed. */
function certificates(folder: string) {
  const at = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => {
    const { status, output } = run("openssl", args);
    expect(status, output).to.equal(0);
  };
  const [ca, key, certificate] = [at("ca.pem"), at("server.key"), at("server.pem")];
  const quiet = ["-newkey", "rsa:2048", "-nodes", "-sha256"];
  openssl("req", "-x509", ...quiet, "-keyout", at("ca.key"), "-out", ca, "-subj", "/CN=authority");
  openssl("req", ...quiet, "-keyout", key, "-out", at("server.csr"), "-subj", "/CN=store");
  writeFile(folder, "names", "subjectAltName=IP:127.0.0.1");
  openssl(
    ...["x509", "-req", "-in", at("server.csr"), "-CA", ca, "-CAkey", at("ca.key")],
    ...["-CAcreateserial", "-extfile", at("names"), "-out", certificate],
  );
  run("chmod", ["600", key]);
  return { ca, key, certificate };
}
