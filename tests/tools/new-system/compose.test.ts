import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import fc from "fast-check";
import { before, describe, it } from "mocha";
import { stringify } from "yaml";
import { connectionFields } from "../../../components/platform.ts";
import { type Data, valueOf } from "../../../tools/new-system/code.ts";
import { type Translation, translate } from "../../../tools/new-system/compose/translate.ts";
import { newSystem } from "../../../tools/new-system/main.ts";
import { compilerMessages } from "./compiles.ts";
import { folder, fromText, services, textOf } from "./from-text.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const shopFile = join(import.meta.dirname, "compose", "shop.yaml");
const inApps = (files: ReadonlyMap<string, string>) =>
  new Map([...files].filter(([path]) => path.startsWith("apps/")));

describe("make new-system FROM=compose.yaml", function () {
  this.timeout(60_000);
  let shop: Translation;
  before(() => {
    shop = translate(shopFile, "shop");
  });

  it("writes a system that compiles, its files, its test and the list of gaps", async () => {
    const { files } = await newSystem({ root, name: "shop", from: shopFile });
    expect([...files.keys()]).to.include.members(["apps/shop/TODO.md", "apps/shop/default.conf"]);
    expect(compilerMessages(inApps(files))).to.deep.equal([]);
  });

  it("recognises stores by their images", () => {
    expect(valueOf(shop.stores)).to.deep.equal({
      db: { engine: "postgresql", storage: "10Gi", databases: { web: "shop" } },
      mysql: { engine: "mysql", storage: "10Gi", databases: { "orders-api": "orders" } },
      documents: { engine: "mongodb", storage: "10Gi" },
      cache: {
        engine: "valkey",
        memory: "128Mi",
        persistence: { kind: "persistent", storage: "1Gi" },
      },
      queue: { engine: "rabbitmq", storage: "8Gi" },
    });
  });

  it("keeps further ports, also those that only callers name", () => {
    const kafka = {
      image: "apache/kafka:4",
      ports: ["9092:9092"],
      environment: ["A=PLAINTEXT://kafka:9093"],
    };
    const found = fromText(stringify({ services: { kafka } }));
    expect(services(found)["kafka"]).to.deep.include({
      port: 9092,
      ports: { "tcp-9093": { port: 9093, protocol: "tcp" } },
    });
    expect(textOf(found)).to.match(/`kafka`: It has the ports 9092, 9093; 9092 is its own/);
  });

  it("makes a job of what others wait for until it has ended", () => {
    const once = { image: "shop/web:1", restart: "no", command: "rails db:migrate" };
    const done = { migrate: { condition: "service_completed_successfully" } };
    const found = fromText(
      stringify({
        services: {
          migrate: { ...once, environment: { DATABASE_URL: "postgres://me:x@db/shop" } },
          web: { image: "shop/web:1", ports: ["80:3000"], depends_on: done },
          seed: once,
          db: { image: "postgres:17" },
        },
      }),
    );
    expect(services(found)["migrate"]).to.include({ kind: "job", deadlineSeconds: 600 });
    expect(services(found)["migrate"]).to.not.have.any.keys("health", "scaling", "startupSeconds");
    expect(services(found)["migrate"]?.["before"]).to.deep.equal(["web"]);
    expect(textOf(found)).to.match(/`seed`: It runs once, and nothing waits for it/);
    expect(textOf(found)).to.not.match(/ — /);
  });

  it("shares the one database of a store", () => {
    const url = { DATABASE_URL: "mysql://me:x@db/app" };
    const { stores } = fromText(
      stringify({
        services: {
          jobs: { image: "a/b:1", environment: url },
          web: { image: "a/b:1", environment: url, ports: ["80:80"] },
          db: { image: "mysql:8" },
          vectors: { image: "pgvector/pgvector:pg17" },
        },
      }),
    );
    expect(valueOf(stores)).to.deep.equal({
      db: { engine: "mysql", storage: "10Gi", databases: { web: "web", jobs: { of: "web" } } },
      vectors: { engine: "vector", storage: "10Gi" },
    });
  });

  it("turns addresses of stores into fields of their connections, without a password", () => {
    const fields = (name: string) =>
      Object.fromEntries(connectionFields.map((field) => [field, `<${name}.${field}>`]));
    const stores = Object.fromEntries(Object.keys(shop.stores).map((name) => [name, fields(name)]));
    const composed = (name: string) =>
      Object.fromEntries(
        Object.entries(services(shop)[name]?.["environment"] ?? {}).map(([variable, value]) => [
          variable,
          typeof value === "function" ? value(stores) : value,
        ]),
      );
    expect(composed("web")).to.deep.include({
      REDIS_URL: "redis://<cache.username>:<cache.password>@<cache.host>:<cache.port>/0",
      DATABASE_URL:
        "postgres://<db.username>:<db.password>@<db.host>:<db.port>/<db.database>?sslmode=disable",
      MONGO_HOST: "<documents.host>:<documents.port>",
      ORDERS_URL: "http://orders-api:9000/v1",
      PRICE: "$9",
    });
    expect(services(shop)["web"]?.["secrets"]).to.deep.equal({ SESSION_SECRET: "session-secret" });
    expect(composed("orders-api")).to.deep.equal({
      MYSQL_HOST: { store: "mysql", field: "host" },
      MYSQL_USER: { store: "mysql", field: "username" },
      MYSQL_PASSWORD: { store: "mysql", field: "password" },
      MYSQL_DATABASE: { store: "mysql", field: "database" },
      DSN: "<mysql.username>:<mysql.password>@tcp(<mysql.host>:<mysql.port>)/<mysql.database>?parseTime=true",
    });
    expect(services(shop)["orders-api"]?.["command"]).to.deep.equal([
      "/app/orders",
      "--db",
      "$(MYSQL_HOST)",
    ]);
    expect(JSON.stringify(valueOf(shop.services)) + textOf(shop)).to.not.match(
      /orders-secret|keep-me|shop:secret/,
    );
  });

  it("translates ports, checks, resources, users, folders and calls", () => {
    expect(services(shop)["web"]).to.deep.include({
      image: "web",
      args: ["node", "server.js", "--port", "3000"],
      port: 3000,
      health: "/healthz",
      startupSeconds: 90,
      resources: { cpu: "500m", memory: "256Mi", memoryLimit: "512Mi" },
      scaling: { kind: "horizontal", min: 2, max: 6, cpuPercent: 60 },
      callsTo: ["orders-api"],
      user: 1000,
      writable: ["/tmp", "/var/cache"],
    });
    expect(services(shop)["orders-api"]).to.deep.include({
      port: 9000,
      protocol: "grpc",
      health: { grpc: true },
      volume: { path: "/data", storage: "10Gi" },
    });
    expect(services(shop)["jobs"]).to.include({ kind: "worker", runtime: "python" });
    expect(services(shop)["proxy"]?.["files"]).to.have.property("/etc/nginx/conf.d/default.conf");
    expect(valueOf(shop.routes)).to.deep.equal({ "/": "proxy" });
    expect(shop.versions).to.deep.equal({ proxy: "1.27", "orders-api": "1.4.0" });
  });

  it("lists what it guessed, and what it left out", () => {
    const text = textOf(shop);
    for (const words of [
      /## To decide[^]*variable DB_PASSWORD has no value/,
      /`jobs`: It has neither a port nor a health check/,
      /`orders_api`: FROM_THE_MACHINE came from the machine/,
      /`db`: Its first data comes from scripts/,
      /## Guessed[^]*`orders_api`: The port 9000 comes from the address/,
      /## Left out[^]*`seed`: It runs with the profile seed only/,
      /`traefik`: It controls Docker/,
    ])
      expect(text).to.match(words);
  });

  it("splits a large system into files, each short enough", async () => {
    const environment = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`A${n}`, `${n}`]));
    const many = Array.from({ length: 30 }, (_, n) => [
      `s${n}`,
      {
        image: "a/b:1",
        expose: [80 + n],
        environment: { ...environment, CACHE_URL: "redis://my-cache:6379", PRICE: "`$$5" },
      },
    ]);
    const all = { ...Object.fromEntries(many), "my-cache": { image: "redis:8" } };
    writeFileSync(join(folder, "many.yaml"), stringify({ services: all }));
    const { files } = await newSystem({ root, name: "shop", from: join(folder, "many.yaml") });
    const lines = [...files]
      .filter(([path]) => path.endsWith(".ts"))
      .map(([, text]) => text.split("\n").length);
    expect(Math.max(...lines)).to.be.below(300);
    expect([...files.keys()]).to.include("apps/shop/services-2.ts");
    expect(compilerMessages(inApps(files))).to.deep.equal([]);
  });

  it("names the file, the place and the remedy of what it cannot read", () => {
    expect(() => translate(join(folder, "none.yaml"), "shop")).to.throw(/none.yaml does not exist/);
    expect(() => fromText("services: [")).to.throw(/compose.yaml is not YAML: /);
    expect(() => fromText("a: 1")).to.throw(/has no services; name a Docker Compose file/);
    expect(() => fromText("services: { web: 5 }")).to.throw(/services.web is not an object/);
    expect(() => fromText("services: { db: { image: 'mysql:8' } }")).to.throw(/has only stores/);
  });

  it("never crashes on odd values of a service", () => {
    const keys = [
      "image",
      "ports",
      "expose",
      "volumes",
      "environment",
      "healthcheck",
      "command",
      "entrypoint",
      "depends_on",
      "deploy",
      "user",
      "tmpfs",
      "secrets",
      "configs",
      "networks",
      "labels",
      "profiles",
      "build",
      "env_file",
      "links",
      "platform",
      "scale",
    ];
    const odd = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom("", ":", "a:b:c:d", "${", "/", "-", "0", "99999", [":"], ["="], { a: null }),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), odd), (fields) => {
        const { services: all } = fromText(
          stringify({
            services: { web: { image: "nginx:1", ...fields }, safe: { image: "a/b:1" } },
          }),
        );
        const data: Data = all;
        expect(valueOf(data)).to.have.property("safe");
      }),
      { numRuns: 150 },
    );
  });
});
