import { expect } from "chai";
import { after, before, describe, it } from "mocha";

import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { join } from "node:path";
import { promisify } from "node:util";
import { rabbitmq } from "../../../../components/data-tier/engines/rabbitmq.ts";
import { isObject } from "../../../../components/check/schema.ts";
import { platform } from "../../../support/fixtures.ts";
import { openConnection } from "./amqp.ts";
import {
  findCommand,
  freePort,
  later,
  retires,
  runScript,
  scripts,
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
  const environment = (users: readonly ScriptUser[], password = rootPassword) => ({
    STORE_HOST: "127.0.0.1",
    MANAGEMENT_PORT: `${management}`,
    VIRTUAL_HOST: "shop",
    ROOT_PASSWORD: password,
    WAIT_SECONDS: "0",
    ...userVariables(users),
  });
  const provision = (
    users: readonly ScriptUser[],
    password = rootPassword,
    more: Readonly<Record<string, string>> = {},
  ) => runScript("provision-rabbitmq.sh", { ...environment(users, password), ...more });

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

  const broker = (): TestServer => {
    if (server === undefined) throw new Error("the server has not started");
    return server;
  };

  /** Asks the management API as root. */
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const authorization = `Basic ${Buffer.from(`root:${rootPassword}`).toString("base64")}`;
    const answer = await fetch(`http://127.0.0.1:${management}/api/${path}`, {
      method,
      headers: { authorization, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return text === "" ? answer.status : JSON.parse(text);
  };

  const limits = "hanok-dead-letters-limits";
  /** The broker tells it some seconds later. */
  const policyOf = async (queue: string): Promise<unknown> => {
    const found = await ask("GET", `queues/${queue}?columns=policy`);
    return isObject(found) ? found["policy"] : undefined;
  };

  it("Z22: keeps a message that a consumer rejects", async () => {
    expect(provision([edge]).status).to.equal(0);
    const quorum = { durable: true, arguments: { "x-queue-type": "quorum" } };
    expect(await ask("PUT", "queues/shop/orders", quorum)).to.equal(201);
    await ask("POST", "exchanges/shop/amq.default/publish", {
      ...{ routing_key: "orders", payload: "an order", payload_encoding: "string", properties: {} },
    });
    const reject = { count: 1, ackmode: "reject_requeue_false", encoding: "auto" };
    await until(broker(), async () => {
      return JSON.stringify(await ask("POST", "queues/shop/orders/get", reject)) !== "[]";
    });
    const look = { count: 1, ackmode: "ack_requeue_true", encoding: "auto" };
    await until(broker(), async () => {
      const dead = JSON.stringify(await ask("POST", "queues/shop/dead-letters/get", look));
      if (dead === "[]") return false;
      expect(dead).to.contain('"payload":"an order"').and.contain('"x-first-death-queue":"orders"');
      return true;
    });
    // a second run keeps what is there
    expect(provision([edge]).output).to.equal("provisioned 1 users\n");
    await until(broker(), async () => (await policyOf("shop/dead-letters")) === limits);
    await until(broker(), async () => (await policyOf("shop/orders")) === "hanok-dead-letters");
  });

  it("Z22: makes quorum queues the default of a virtual host without classic ones", async () => {
    // Debian's RabbitMQ 3.10 has no such field in its API yet
    for (const [queues, bodies] of [
      ["[]", ['{"default_queue_type":"quorum"}']],
      ['[{"durable":true,"type":"quorum"}]', ['{"default_queue_type":"quorum"}']],
      ['[{"durable":false,"type":"classic"}]', ['{"default_queue_type":"quorum"}']],
      ['[{"durable":true,"type":"quorum"},{"durable":true,"type":"classic"}]', []],
      ['[{"type":"classic","durable":true}]', []],
    ] as const) {
      const sent: string[] = [];
      const api = createServer((request, response) => {
        let body = "";
        request.on("data", (chunk) => (body += String(chunk)));
        request.on("end", () => {
          if (request.url === "/api/vhosts/shop") sent.push(body);
          response.statusCode = request.method === "GET" ? 200 : 204;
          response.end(request.url?.startsWith("/api/queues/shop?") ? queues : "");
        });
      });
      const at = await freePort();
      await new Promise<void>((resolve) => api.listen(at, "127.0.0.1", resolve));
      const env = { ...process.env, ...environment([edge]), MANAGEMENT_PORT: `${at}` };
      await promisify(execFile)("bash", [join(scripts, "provision-rabbitmq.sh")], { env });
      api.close();
      expect(sent, queues).to.deep.equal(bodies);
    }
  });

  it("Z22: leaves the default where clients have classic queues, which they declare again at each start", async () => {
    await ask("PUT", "vhosts/old");
    await ask("PUT", "permissions/old/root", { configure: ".*", write: ".*", read: ".*" });
    expect(await ask("PUT", "queues/old/orders", { durable: true })).to.equal(201);
    const { status, output } = provision([edge], rootPassword, { VIRTUAL_HOST: "old" });
    expect(status, output).to.equal(0);
    expect(output).to.match(/^classic queues stay/);
    expect(await ask("PUT", "queues/old/orders", { durable: true })).to.equal(204);
    await until(broker(), async () => (await policyOf("old/orders")) === "hanok-dead-letters");
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
