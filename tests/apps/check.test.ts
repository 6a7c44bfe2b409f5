import { expect } from "chai";
import { describe, it } from "mocha";
import { checkSystem } from "../../apps/check.ts";
import { systems } from "../../apps/index.ts";
import { issueLine } from "../../components/validation.ts";
import { api, type Faulty, faultyKinds } from "./faulty-kinds.ts";
import { broken } from "../support/broken.ts";
import { ground, shop } from "./shop.ts";

const admin = (routes: object, host = "admin") => ({ host, routes });

const faulty: readonly Faulty[] = [
  ["name", "Shop!", "", /is not a DNS label/],
  ["name", "kube-system", "", /namespace of the platform/],
  ["host", "shop.example", "host", /more than one label.*first label/],
  ["host", undefined, "host", /is missing/],
  ["stors", {}, "stors", /Did you mean stores/],
  ["stores", null, "stores", /is null, not an object/],
  ["services", {}, "services", /is empty/],
  ["routes", [], "routes", /is a list, not an object/],
  ["services.api.prot", 1, "services.api.prot", /is not known here.*Did you mean port/],
  [api("port"), 0, api("port"), /below 1.*between 1 and 65535/],
  [api("port"), 70_000, api("port"), /above 65535/],
  [api("port"), "8080", api("port"), /is text, not a number/],
  [api("image"), "ghcr.io/shop/api:latest", api("image"), /has a tag.*hanok:versions/],
  [api("image"), `ghcr.io/shop/api@sha256:${"0".repeat(64)}`, api("image"), /has a digest/],
  [api("image"), "ghcr.io/Shop/api", api("image"), /upper-case letters/],
  [api("image"), "https://ghcr.io/shop/api", api("image"), /has a scheme/],
  [api("image"), "", api("image"), /is empty/],
  [api("image"), "ghcr.io//api", api("image"), /is not an image repository/],
  [api("runtime"), "sprnig", api("runtime"), /Did you mean spring/],
  [api("health"), "health", api("health"), /does not start with \//],
  [api("health"), { tcp: false }, api("health.tcp"), /\{ tcp: true \}/],
  [api("health"), { readiness: "/ready" }, api("health.liveness"), /is missing/],
  [api("startupSeconds"), 0, api("startupSeconds"), /below 1/],
  [api("startupSeconds"), -5, api("startupSeconds"), /below 1/],
  [api("startupSeconds"), Number.NaN, api("startupSeconds"), /is not a number/],
  [api("startupSeconds"), 3601, api("startupSeconds"), /above 3600/],
  [api("idleSeconds"), 0, api("idleSeconds"), /below 1/],
  [api("idleSeconds"), 4001, api("idleSeconds"), /above 4000/],
  [api("resources.cpu"), "512Mi", api("resources.cpu"), /is an amount of memory/],
  [api("resources.cpu"), "1000", api("resources.cpu"), /1000 cores.*Did you mean "1000m"/],
  [api("resources.cpu"), 1, api("resources.cpu"), /is a number, not text/],
  [api("resources.cpu"), "8", api("resources.cpu"), /does not fit on any node/],
  [api("resources.memory"), "512m", api("resources.memory"), /Did you mean "512Mi"/],
  [api("resources.memory"), "1GB", api("resources.memory"), /is not a quantity/],
  [api("resources.memory"), "1Mi", api("resources.memory"), /below 16Mi/],
  [api("resources.memory"), "64Gi", api("resources.memory"), /does not fit on any node/],
  [api("resources.memoryLimit"), "512Mi", api("resources.memoryLimit"), /below memory/],
  [api("scaling"), undefined, api("scaling"), /is missing/],
  [api("scaling.kind"), "horizontl", api("scaling.kind"), /Did you mean horizontal/],
  [api("scaling.min"), 9, api("scaling.min"), /above max, which is 6/],
  [api("scaling.min"), 0, api("scaling.min"), /below 1/],
  [api("scaling.cpuPercent"), 0, api("scaling.cpuPercent"), /below 1/],
  [api("scaling.cpuPercent"), 500, api("scaling.cpuPercent"), /above 100/],
  ["services.files.scaling.replicas", 0, "services.files.scaling.replicas", /below 1/],
  ["services.files.scaling.replicas", -1, "services.files.scaling.replicas", /below 1/],
  ["services.files.scaling.replicas", 1.5, "services.files.scaling.replicas", /not a whole/],
  ["services.files.scaling.because", " ", "services.files.scaling.because", /is empty.*Say why/],
  [api("uses"), ["orders", "sessions", "orders"], api("uses[2]"), /twice/],
  [api("uses"), "orders", api("uses"), /is text, not a list/],
  [api("callsTo"), ["api"], api("callsTo[0]"), /is the service itself/],
  [api("callsTo"), ["files", "files"], api("callsTo[1]"), /twice/],
  [api("configServer"), "api", api("configServer"), /is the service itself/],
  [api("configServer"), "files", api("configServer"), /is not a Spring service/],
  ["services.files.configServer", "config", "services.files.configServer", /by Spring services/],
  ["services.config.configServer", "api", api("configServer"), /cycle: api → config → api/],
  [api("environment.1ST"), "x", api("environment.1ST"), /not a valid environment variable/],
  [api("environment.LOG_LEVEL"), 5, api("environment.LOG_LEVEL"), /is a number, not text/],
  [api("environment.PAYMENT_KEY"), "", api("environment.PAYMENT_KEY"), /is also in secrets/],
  [api("environment.DB_PASSWORD"), "hunter2", api("environment.DB_PASSWORD"), /\[secret\].*secret/],
  [
    api("environment.URL"),
    "amqp://me:hunter2@queue",
    api("environment.URL"),
    /\[secret\].*secret in plain text/,
  ],
  [
    api("environment.JAVA_TOOL_OPTIONS"),
    "-agentlib:jdwp=transport=dt_socket,address=*:8000",
    api("environment.JAVA_TOOL_OPTIONS"),
    /opens a Java debug port/,
  ],
  [api("environment.BPL_DEBUG_ENABLED"), "true", api("environment.BPL_DEBUG_ENABLED"), /debug/],
  [
    api("environment.MAIN_HOST"),
    { store: "orders", field: "hots" },
    api("environment.MAIN_HOST.field"),
    /Did you mean host/,
  ],
  [
    api("environment.MAIN_HOST"),
    { store: "sessions", field: "database" },
    api("environment.MAIN_HOST.field"),
    /connection field of valkey/,
  ],
  [
    "services.files.environment",
    { MAIN_HOST: { store: "orders", field: "host" } },
    "services.files.environment.MAIN_HOST.store",
    /does not use/,
  ],
  [
    api("secrets.PAYMENT_KEY"),
    "sk_live_1A2b",
    api("secrets.PAYMENT_KEY"),
    /\[secret\].*not a secret's name/,
  ],
  [api("architectures"), ["x86"], api("architectures[0]"), /Write amd64 or arm64/],
  [api("architectures"), [], api("architectures"), /is empty/],
  [api("architectures"), ["amd64", "amd64"], api("architectures[1]"), /twice/],
  [api("user"), 0, api("user"), /is root/],
  [api("user"), { assumed: 1, because: "" }, api("user.because"), /is empty/],
  [api("writable"), ["tmp"], api("writable[0]"), /is not absolute/],
  [api("writable"), ["/"], api("writable[0]"), /whole file system/],
  [api("writable"), ["/tmp", "/tmp/x"], api("writable[1]"), /overlaps \/tmp/],
  ["services.files.volume.path", "/tmp", "services.files.volume.path", /overlaps \/tmp/],
  ["services.files.volume.storage", "0", "services.files.volume.storage", /below 1Gi/],
  [api("internet.ports"), [0], api("internet.ports[0]"), /below 1/],
  [api("internet.because"), "", api("internet.because"), /is empty/],
  [api("metrics"), { path: "metrics" }, api("metrics.path"), /does not start with/],
  ...faultyKinds,
  ["stores.orders.engine", "kafka", "stores.orders.engine", /not offered yet: reach one/],
  ["stores.orders.engine", "postgres", "stores.orders.engine", /Write postgresql/],
  ["stores.orders.engine", "redis", "stores.orders.engine", /Write valkey: clients of Redis/],
  [
    "services.api.health",
    { exec: ["x"] },
    "services.api.health.exec",
    /\{ command: \["\/check"\] \}/,
  ],
  ["services.api.runtime", "nodejs", "services.api.runtime", /Write node/],
  ["services.api.runtime", "java", "services.api.runtime", /Write spring/],
  ["stores.orders.engine", "mariadbb", "stores.orders.engine", /Did you mean mariadb/],
  ["stores.orders.storage", "0", "stores.orders.storage", /below 1Gi/],
  ["stores.orders.storage", "50", "stores.orders.storage", /below 1Gi/],
  ["stores.orders.storage", 50, "stores.orders.storage", /is a number, not text/],
  ["stores.sessions.memory", "64", "stores.sessions.memory", /below 16Mi/],
  ["stores.sessions.persistence", "cache", "stores.sessions.persistence", /is text, not an object/],
  ["stores.orders.databases.ap", "x", "stores.orders.databases.ap", /Did you mean api/],
  ["stores.orders.databases.api", "mysql", "stores.orders.databases.api", /server itself/],
  ["stores.orders.databases.api", "my-orders", "stores.orders.databases.api", /database name/],
  ["stores.api", { engine: "vector", storage: "1Gi" }, "services.api", /has the name of a store/],
  ["stores.Orders", { engine: "vault" }, "stores.Orders", /not a DNS label/],
  [
    "stores.deny-all",
    { engine: "vault" },
    "stores.deny-all",
    /has a name that exists in every namespace/,
  ],
  [`stores.${"a".repeat(53)}`, { engine: "vault" }, `stores.${"a".repeat(53)}`, /At most 52/],
  ["routes.files", "files", "routes.files", /does not start with \//],
  ["routes./files/", "files", 'routes["/files/"]', /ends with \//],
  ["routes./f s", "files", 'routes["/f s"]', /contains a space/],
  ["routes./f*", "files", 'routes["/f*"]', /has a \*/],
  ["routes./file%73", "api", 'routes["/file%73"]', /is the same path as \/files/],
  ["internal", "admin", "internal", /is text, not an object|host: "admin"/],
  ["internal", { routes: { "/": "api" } }, "internal.host", /is missing/],
  ["internal", admin({ "/": "api" }, "a.b"), "internal.host", /more than one label/],
  ["internal", { host: "admin" }, "internal.routes", /is missing/],
  ["internal", admin({}), "internal.routes", /is empty.*leave internal out/],
  ["internal", admin({ "/a/": "api" }), 'internal.routes["/a/"]', /ends with \//],
];

describe("apps/check: a faulty system", () => {
  for (const [path, value, key, words] of faulty) {
    it(`${path} = ${JSON.stringify(value)} gives one issue`, () => {
      const { issues, warnings } = checkSystem(broken(shop, path.split("."), value), ground);
      expect(issues.map(issueLine)).to.have.lengthOf(1);
      const [issue] = issues;
      if (key !== "") expect(issue?.key).to.equal(`shop.${key}`);
      expect(issue && issueLine(issue)).to.match(words);
      expect(issue?.remedy).to.match(/^[A-Z].*[.?:]|^Set/);
      expect(issue && issueLine(issue)).not.to.match(/hunter2|sk_live/);
      expect(warnings).to.deep.equal([]);
    });
  }

  it("reports two services that share a database", () => {
    const shared = broken(shop, ["services", "files", "uses"], ["orders"]);
    const both = broken(shared, ["stores", "orders", "databases"], { api: "one", files: "one" });
    const { issues } = checkSystem(both, ground);
    expect(issues.map(({ key }) => key)).to.deep.equal(["shop.stores.orders.databases.files"]);
    expect(issues[0]?.remedy).to.contain('Write { of: "api" }');
  });

  it("reports names that would create the same object twice", () => {
    const named = broken(shop, ["stores", "secrets"], { engine: "rabbitmq", storage: "1Gi" });
    const uses = ["orders", "secrets"];
    const { issues } = checkSystem(broken(named, ["services", "api", "uses"], uses), ground);
    expect(issues.map(issueLine)).to.deep.equal([
      "shop.services.api — creates the same Secret api-secrets as another part of it. Rename one of them.",
    ]);
  });

  it("reports a service whose route has the name of another service's internal route", () => {
    const { files } = shop.services;
    const named = broken(shop, ["services", "api-internal"], { ...files, image: "other" });
    const routed = broken(named, ["routes", "/other"], "api-internal");
    const { issues } = checkSystem(broken(routed, ["internal"], admin({ "/": "api" })), ground);
    expect(issues.map(issueLine)).to.deep.equal([
      "shop.services.api-internal — creates the same HTTPRoute api-internal as shop.services.api. Rename one of them.",
    ]);
  });

  it("reports an image whose architecture no node has", () => {
    const nodes = [{ instanceType: "m7g.large" }];
    const { issues } = checkSystem(shop, { redundancy: "none", nodes });
    expect(issues.map(({ key }) => key)).to.deep.equal(
      ["api", "config", "files"].map((name) => `shop.services.${name}.architectures`),
    );
  });

  it("reports two stores that set the same variable of a service", () => {
    const second = broken(shop, ["stores", "members"], { engine: "mysql", storage: "1Gi" });
    const { issues } = checkSystem(
      broken(second, ["services", "api", "uses"], ["orders", "members"]),
      ground,
    );
    expect(issues.map(issueLine).join("\n")).to.match(
      /shop.services.api.uses — clash: .*SPRING_DATASOURCE_URL. Use one of them as/,
    );
  });

  it("reports a misspelt stores once, not every use of one", () => {
    const { issues } = checkSystem(
      broken(broken(shop, ["stors"], shop.stores), ["stores"], undefined),
      ground,
    );
    expect(issues.map(issueLine)).to.deep.equal([
      "shop.stors = {orders, sessions, queue} — is not known here. Did you mean stores?",
    ]);
  });

  it("reports everything at once", () => {
    const { issues } = checkSystem(
      broken(broken(shop, ["services", "api", "port"], 0), ["stores", "queue", "storage"], "x"),
      ground,
    );
    expect(issues.map(({ key }) => key)).to.have.members([
      "shop.services.api.port",
      "shop.stores.queue.storage",
    ]);
  });
});

describe("apps/check: a system without an issue", () => {
  it("has neither issues nor warnings", () => {
    expect(checkSystem(shop, ground)).to.deep.equal({ issues: [], warnings: [] });
  });

  for (const [name, system] of Object.entries(systems)) {
    it(`${name} has no issue`, () => {
      expect(checkSystem(system).issues).to.deep.equal([]);
    });
  }

  const warned: readonly (readonly [path: string, value: unknown, words: RegExp])[] = [
    ["stores.spare", { engine: "rabbitmq", storage: "8Gi" }, /shop.stores.spare: no service uses/],
    ["services.api.startupSeconds", 301, /301 is above 300/],
    ["services.api.scaling.max", 2, /min and max are both 2/],
    ["services.api.port", 80, /port 80 is below 1024/],
    ["routes", {}, /shop.routes: there is none/],
  ];
  for (const [path, value, words] of warned) {
    it(`warns of ${path} = ${JSON.stringify(value)}`, () => {
      const { issues, warnings } = checkSystem(broken(shop, path.split("."), value), ground);
      expect(issues).to.deep.equal([]);
      expect(warnings.join("\n")).to.match(words);
    });
  }

  it("warns of internal routes in an environment without an internal gateway", () => {
    const inside = broken(shop, ["internal"], admin({ "/": "api" }));
    expect(checkSystem(inside, ground)).to.deep.equal({ issues: [], warnings: [] });
    const without = { ...ground, internalGateway: false };
    expect(checkSystem(shop, without)).to.deep.equal({ issues: [], warnings: [] });
    expect(checkSystem(inside, without).warnings.join("\n")).to.match(
      /shop.internal: there is no internal gateway.*port-forward/,
    );
    const only = broken(inside, ["routes"], {});
    expect(checkSystem(only, ground)).to.deep.equal({ issues: [], warnings: [] });
  });

  it("warns of a single pod in a zonal environment", () => {
    const { warnings } = checkSystem(shop, { ...ground, redundancy: "zonal" });
    expect(warnings.join("\n")).to.match(/shop.services.files: one pod/);
  });
});
