import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { valkey } from "../../../../components/data-tier/engines/valkey.ts";
import { platform } from "../../../support/fixtures.ts";
import {
  findCommand,
  freePort,
  run,
  skipWithout,
  temporaryFolder,
  TestServer,
  until,
  writeFile,
} from "./server.ts";

describe("a Valkey without passwords, on a real server", function () {
  this.timeout(30_000);
  let server: TestServer | undefined;
  let port = 0;

  before(async function () {
    const command = findCommand("valkey-server", "redis-server");
    skipWithout(this, command, "redis-server");
    const { server: plan, secrets } = valkey({
      engine: "valkey",
      memory: "64Mi",
      persistence: { kind: "cache" },
      auth: { none: true, because: "the image knows no password" },
    }).inCluster;
    const planned = plan({ engine: "valkey", name: "carts", members: 1, users: [], platform });
    const [secret] = secrets?.("carts") ?? [];
    const list = secret?.values["users.acl"]?.({ root: "rootRoot", users: {}, memberKey: "" });
    const folder = temporaryFolder("valkey");
    writeFile(folder, "users.acl", list ?? "", 0o440);
    port = await freePort();
    const [content = ""] = Object.values(planned.files?.content ?? {});
    const here = content.replaceAll("/data", folder).replace("/etc/valkey/acl", folder);
    const file = writeFile(folder, "server.conf", `${here}port ${port}\nbind 127.0.0.1\n`);
    server = new TestServer(folder, command, [file]);
    await until(server, () => ask("PING") === "PONG\n");
  });
  after(() => server?.stop());

  const cli = findCommand("valkey-cli", "redis-cli") ?? "";
  const ask = (...command: string[]) => run(cli, ["-p", `${port}`, ...command]).output;

  it("gives a client without a login the rights of a service, and no others", () => {
    expect(ask("SET", "key", "42")).to.equal("OK\n");
    expect(ask("GET", "key")).to.equal("42\n");
    for (const command of [["CONFIG", "GET", "*"], ["ACL", "LIST"], ["SHUTDOWN"], ["FLUSHALL"]])
      expect(ask(...command), command.join(" ")).to.contain("NOPERM");
  });

  it("still has an administrator with a password", () => {
    const root = (password: string) =>
      run(cli, ["-p", `${port}`, "--no-auth-warning", "--user", "root", "ACL", "WHOAMI"], {
        REDISCLI_AUTH: password,
        VALKEYCLI_AUTH: password,
      }).output;
    expect(root("rootRoot")).to.equal("root\n");
    expect(root("wrong")).to.not.equal("root\n");
  });
});
