import { expect } from "chai";
import { after, describe, it } from "mocha";
import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { createContext, runInContext } from "node:vm";
import { Deployment } from "./fake-mongo.ts";
import {
  later,
  retires,
  run,
  runScript,
  scripts,
  type ScriptUser,
  temporaryFolder,
  userOfPods,
  userVariables,
  writeFile,
} from "./server.ts";

const script = join(scripts, "provision-mongodb.js");
const rootPassword = "root:Root@Root/Root";
const hosts = [0, 1, 2].map((member) => `reviews-${member}.reviews-members.shop.svc:27017`);
const web = { username: "web", database: "reviews", password: "webWebWeb" };
const admin = { username: "back-office", database: "back_office", password: "officeOffice" };

/** Runs the script in place of mongosh. `sleep` advances the fake. */
function provision(
  deployment: Deployment,
  users: readonly ScriptUser[],
  { members = hosts, password = rootPassword, wait = "300", meanwhile = () => {}, more = {} } = {},
): string {
  const printed: string[] = [];
  let sleeps = 0;
  const env = {
    REPLICA_SET: "rs0",
    MEMBERS: members.join(" "),
    ROOT_PASSWORD: password,
    WAIT_SECONDS: wait,
    ...userVariables(users),
    ...more,
  };
  const context = createContext({
    process: { env },
    print: (text: string) => printed.push(text),
    sleep: () => {
      if (++sleeps > 20) throw new Error(`test: it would wait for ever: ${printed.at(-1)}`);
      meanwhile();
    },
    connect: (uri: string) => deployment.connect(uri),
  });
  runInContext(readFileSync(script, "utf8"), context);
  return printed.join("\n");
}

describe("provision-mongodb.js on a fake (not verified on a real server)", () => {
  it("is valid JavaScript", () => {
    expect(run(process.execPath, ["--check", script]).status).to.equal(0);
  });

  it("creates a set of three, member by member, and users in their own databases", () => {
    const deployment = new Deployment(hosts, rootPassword);
    expect(provision(deployment, [web, admin])).to.include("provisioned 2 users");
    expect(deployment.changes).to.deep.equal([
      "replSetInitiate",
      "replSetReconfig",
      "replSetReconfig",
      "createUser reviews.web",
      "createUser back_office.back-office",
    ]);
    expect(deployment.at(hosts[2] ?? "").config?.members.map(({ host }) => host)).to.deep.equal(
      hosts,
    );
    expect(JSON.stringify(deployment.at(hosts[1] ?? "").users.get("reviews.web"))).to.equal(
      JSON.stringify({ pwd: web.password, roles: [{ role: "readWrite", db: "reviews" }] }),
    );
  });

  it("rotates a password without downtime: both users exist until the old one is retired", () => {
    const deployment = new Deployment(hosts, rootPassword);
    const [next, last] = [later(web, 2), later(web, 3)];
    const bystander = { username: "web-2", database: "reviews", password: "bystander" };
    const users = () => [...deployment.at(hosts[0] ?? "").users.keys()];
    provision(deployment, [web, bystander]);
    provision(deployment, [next, bystander]);
    expect(users()).to.include.members(["reviews.web", "reviews.web_2", "reviews.web-2"]);
    expect(provision(deployment, [next, bystander], { more: retires })).to.include("retired web");
    expect(users()).to.have.members(["admin.root", "reviews.web_2", "reviews.web-2"]);
    provision(deployment, [last], { more: retires });
    expect(users()).to.have.members(["admin.root", "reviews.web_3", "reviews.web-2"]);
  });

  it("changes nothing on a second run, and keeps another primary", () => {
    const deployment = new Deployment(hosts, rootPassword);
    provision(deployment, [web]);
    deployment.primary = hosts[1];
    deployment.changes.length = 0;
    provision(deployment, [web]);
    expect(deployment.changes).to.deep.equal(["updateUser reviews.web"]);
  });

  it("sets a changed password", () => {
    const deployment = new Deployment(hosts, rootPassword);
    provision(deployment, [web]);
    provision(deployment, [{ ...web, password: "anotherOne" }]);
    expect(deployment.at(hosts[0] ?? "").users.get("reviews.web")?.pwd).to.equal("anotherOne");
  });

  it("creates a set of one, and later extends it to three", () => {
    const deployment = new Deployment(hosts, rootPassword);
    provision(deployment, [web], { members: hosts.slice(0, 1) });
    expect(deployment.at(hosts[0] ?? "").config?.members).to.have.length(1);
    provision(deployment, [web]);
    expect(deployment.at(hosts[0] ?? "").config?.members).to.have.length(3);
  });

  it("adds a member only once it answers", () => {
    const deployment = new Deployment(hosts, rootPassword);
    deployment.at(hosts[2] ?? "").up = false;
    const output = provision(deployment, [web], {
      meanwhile: () => (deployment.at(hosts[2] ?? "").up = true),
    });
    expect(output).to.include(`waiting: ${hosts[2]} answers`).and.include("provisioned 1 users");
  });

  it("waits for a primary", () => {
    const deployment = new Deployment(hosts, rootPassword);
    provision(deployment, [web]);
    deployment.primary = undefined;
    expect(
      provision(deployment, [web], { meanwhile: () => (deployment.primary = hosts[2]) }),
    ).to.include("waiting: a primary");
  });

  it("fails when the root password is wrong or a member never answers", () => {
    const deployment = new Deployment(hosts, rootPassword);
    expect(() => provision(deployment, [web], { password: "wrong", wait: "0" })).to.throw(
      "Authentication failed",
    );
    deployment.at(hosts[1] ?? "").up = false;
    expect(() => provision(deployment, [web], { wait: "0" })).to.throw(`${hosts[1]} answers`);
    expect(deployment.changes).to.deep.equal(["replSetInitiate"]);
  });

  it("prints no password", () => {
    const deployment = new Deployment(hosts, rootPassword);
    const output = provision(deployment, [web]);
    expect(output).to.not.include(web.password).and.not.include(rootPassword);
  });
});

describe("start-mongodb.sh", () => {
  const folder = temporaryFolder("mongodb", userOfPods);
  const copy = join(folder, "copy");
  const entrypoint = writeFile(
    folder,
    "entrypoint",
    '#!/bin/sh\necho "$*"\necho "root: ${MONGO_INITDB_ROOT_USERNAME-none} ${MONGO_INITDB_ROOT_PASSWORD-none}"\n',
    0o755,
  );
  const key = writeFile(folder, "key", "theKey", 0o440);
  const start = (hostname: string) =>
    runScript(
      "start-mongodb.sh",
      {
        KEYFILE: key,
        KEYFILE_COPY: copy,
        ENTRYPOINT: entrypoint,
        HOSTNAME: hostname,
        MONGO_INITDB_ROOT_USERNAME: "root",
        MONGO_INITDB_ROOT_PASSWORD: "secret",
      },
      ["--replSet=rs0"],
    );
  after(() => rmSync(folder, { recursive: true }));

  it("gives mongod a key that only its user can read, also after a restart", () => {
    for (const _ of [1, 2]) {
      expect(start("reviews-0").output).to.match(
        new RegExp(`^mongod --keyFile ${copy} --replSet=rs0\n`),
      );
      expect(existsSync(copy) && readFileSync(copy, "utf8")).to.equal("theKey");
      expect(statSync(copy).mode & 0o777).to.equal(0o400);
    }
  });

  it("lets only the first member create the root user", () => {
    expect(start("reviews-0").output).to.include("root: root secret");
    expect(start("reviews-1").output).to.include("root: none none");
    expect(start("reviews-10").output).to.include("root: none none");
  });

  it("fails without a key", () => {
    rmSync(key);
    expect(start("reviews-0").status).to.not.equal(0);
  });
});
