import { expect } from "chai";
import { after, before, describe, it } from "mocha";

import { join } from "node:path";
import { rabbitmq } from "../../../../components/data-tier/engines/rabbitmq.ts";
import { platform } from "../../../support/fixtures.ts";
import { openConnection } from "./amqp.ts";
import {
  findCommand,
  freePort,
  later,
  retires,
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
const edge = { username: "edge", database: "shop", password: "edgeEdgeEdge" };
const recipe = { username: "ai-recipe", database: "shop", password: "recipeRecipe" };

describe("provision-rabbitmq.sh on a real RabbitMQ", function () {
  this.timeout(90_000);
  let server: TestServer | undefined;
  let port = 0;
  let management = 0;

  before(async function () {
    // the command on the PATH switches to its own user
    const command = findCommand(
      "/usr/lib/rabbitmq/bin/rabbitmq-server",
      "/opt/homebrew/sbin/rabbitmq-server",
    );
    skipWithout(this, command, "rabbitmq-server");
    const folder = temporaryFolder("rabbitmq");
    const ports = [await freePort(), await freePort(), await freePort(), await freePort()] as const;
    [port, management] = ports;
    const planned = rabbitmq({ storage: "1Gi" }).inCluster.server({
      engine: "rabbitmq",
      name: "events",
      members: 1,
      users: [],
      platform,
    });
    const [config = ""] = Object.values(planned.files?.content ?? {});
    const local = [
      `listeners.tcp.1 = 127.0.0.1:${port}`,
      "management.tcp.ip = 127.0.0.1",
      `management.tcp.port = ${management}`,
      "",
    ];
    writeFile(folder, "rabbitmq.conf", config + local.join("\n"));
    writeFile(folder, "plugins", "[rabbitmq_management].\n");
    // epmd in the server's process group, so that they end together
    const start = 'epmd -port "$ERL_EPMD_PORT" -address 127.0.0.1 & exec "$0"';
    server = new TestServer(folder, "sh", ["-c", start, command], {
      ERL_EPMD_PORT: `${ports[2]}`,
      ERL_EPMD_ADDRESS: "127.0.0.1",
      RABBITMQ_DIST_PORT: `${ports[3]}`,
      RABBITMQ_NODENAME: `hanok${port}@localhost`,
      RABBITMQ_MNESIA_BASE: folder,
      RABBITMQ_LOG_BASE: folder,
      RABBITMQ_CONFIG_FILE: join(folder, "rabbitmq.conf"),
      RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, "plugins"),
      // Erlang replaces the script, as in the image
      RUNNING_UNDER_SYSTEMD: "true",
      RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: "+S 1:1",
      ...Object.fromEntries(
        (planned.env ?? []).map(({ name, value }) => [name, value ?? rootPassword]),
      ),
    });
    // the management API starts last
    await until(server, async () => (await api("whoami", "root", rootPassword)) === 200, 60);
  });
  after(() => server?.stop());

  /** Status of the management API's response, or 0 without one. */
  const api = async (path: string, user: string, password: string): Promise<number> => {
    const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
    const url = `http://127.0.0.1:${management}/api/${path}`;
    return fetch(url, { headers: { authorization } }).then(
      ({ status }) => status,
      () => 0,
    );
  };
  const provision = (
    users: readonly ScriptUser[],
    password = rootPassword,
    more: Readonly<Record<string, string>> = {},
  ) =>
    runScript("provision-rabbitmq.sh", {
      STORE_HOST: "127.0.0.1",
      MANAGEMENT_PORT: `${management}`,
      VIRTUAL_HOST: "shop",
      ROOT_PASSWORD: password,
      WAIT_SECONDS: "0",
      ...userVariables(users),
      ...more,
    });

  it("rotates a password without downtime: both users work until the old one is retired", async () => {
    const old = { username: "cart", database: "", password: "cartCartCart" };
    const [next, last] = [later(old, 2), later(old, 3)];
    const bystander = { username: "cart-2", database: "", password: "bystander" };
    const works = ({ username, password }: ScriptUser) =>
      openConnection(port, username, password, "shop");
    expect(provision([old, bystander]).status).to.equal(0);
    expect(provision([next, bystander]).status).to.equal(0);
    expect([await works(old), await works(next)]).to.deep.equal(["opened", "opened"]);
    const { status, output } = provision([next, bystander], rootPassword, retires);
    expect(status, output).to.equal(0);
    expect(output).to.equal("provisioned 2 users\nretired cart\n");
    expect(await works(old)).to.not.equal("opened");
    expect([await works(next), await works(bystander)]).to.deep.equal(["opened", "opened"]);
    expect(provision([last], rootPassword, retires).output).to.include("retired cart_2");
    expect([(await works(next)) === "opened", await works(last)]).to.deep.equal([false, "opened"]);
  });

  it("creates users for the system's virtual host only, with the same result on a second run", async () => {
    for (const _ of [1, 2]) {
      const { status, output } = provision([edge, recipe]);
      expect(status, output).to.equal(0);
      expect(output).to.equal("provisioned 2 users\n");
    }
    for (const { username, password } of [edge, recipe]) {
      expect(await openConnection(port, username, password, "shop")).to.equal("opened");
      expect(await openConnection(port, username, password, "/")).to.include("NOT_ALLOWED");
    }
  });

  it("denies a service the management API, and removes the default password", async () => {
    provision([edge]);
    expect(await api("whoami", "edge", edge.password)).to.equal(401);
    expect(await api("whoami", "guest", "guest")).to.equal(401);
    expect(await openConnection(port, "guest", "guest", "shop")).to.not.equal("opened");
  });

  it("sets a changed password and rejects the old one", async () => {
    provision([edge]);
    expect(provision([{ ...edge, password: `another"One\\` }]).status).to.equal(0);
    expect(await openConnection(port, "edge", `another"One\\`, "shop")).to.equal("opened");
    expect(await openConnection(port, "edge", edge.password, "shop")).to.not.equal("opened");
  });

  it("encodes any name", async () => {
    const odd = { username: `o'd"d /ü%`, database: "shop", password: "oddOdd" };
    const { status, output } = provision([odd]);
    expect(status, output).to.equal(0);
    expect(await openConnection(port, odd.username, odd.password, "shop")).to.equal("opened");
  });

  it("shows no password on a command line, in its output or in the server's log", () => {
    const { output, commandLines } = provision([edge, recipe]);
    expect(commandLines).to.include("base64 --wrap=0");
    for (const password of [rootPassword, edge.password, recipe.password]) {
      expect(commandLines + output + (server?.log ?? "")).to.not.include(password);
    }
  });

  it("fails when the root password is wrong or the server is down", async () => {
    expect(provision([edge], "wrong")).to.include({
      status: 1,
      output: `no access to 127.0.0.1:${management}: 401\n`,
    });
    management = await freePort();
    expect(provision([edge])).to.include({
      status: 1,
      output: `no access to 127.0.0.1:${management}: no answer\n`,
    });
  });
});
