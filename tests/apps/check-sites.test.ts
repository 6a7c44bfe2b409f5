import { expect } from "chai";
import { describe, it } from "mocha";
import { checkSystem } from "../../apps/check.ts";
import type { System } from "../../apps/system.ts";
import { issueLine } from "../../components/validation.ts";
import { dev } from "../../stacks/dev.ts";
import { leastService } from "../support/fixtures.ts";
import { ground } from "./shop.ts";

const services = {
  web: { ...leastService, ports: { admin: 9001, raw: { port: 7000, protocol: "tcp" } } },
  orders: leastService,
  rpc: { ...leastService, protocol: "grpc", health: { grpc: true } },
} as const satisfies System["services"];
const shop = (more: object): System => ({
  ...{ name: "shop", host: "shop", stores: {}, services, routes: { "/": "web" } },
  ...more,
});
const eks = {
  redundancy: "none",
  cluster: { kind: "eks" },
  nodes: [],
  nodePools: dev.nodePools,
} as const;
const linesOf = (more: object, on: Parameters<typeof checkSystem>[1] = ground) =>
  checkSystem(shop(more), on).issues.map(issueLine);

describe("apps/check: hosts and routes", () => {
  it("take what the guide shows", () => {
    const full = {
      host: ["@", "store"],
      routes: {
        "/": "web",
        "/admin": { service: "web", port: "admin" },
        "/orders": [
          { service: "orders", methods: ["POST"], headers: { "X-Beta": "1" } },
          { service: "orders", methods: ["PUT"] },
          "web",
        ],
      },
      hosts: { rpc: { "/": "rpc", "/shop.Orders": "rpc" }, status: { "/": "orders" } },
      redirects: { www: "@", "/old": "/new", "/": "/start" },
      internal: { host: "admin", routes: { "/": "web" }, redirects: { manage: "admin" } },
    };
    for (const on of [ground, eks]) expect(linesOf(full, on)).to.deep.equal([]);
  });

  for (const [what, more, words] of [
    ["a host of two labels", { host: ["www", "a.b"] }, /shop\.host.*is more than one label/],
    ["a host twice", { host: ["www", "www"] }, /shop\.host.*is listed twice/],
    ["no host", { host: [] }, /shop\.host.*is empty/],
    [
      "a host in both tables",
      { hosts: { shop: { "/": "orders" } } },
      /shop\.hosts\.shop — is also a host with routes/,
    ],
    [
      "a host that redirects and serves",
      { redirects: { shop: "shop" } },
      /shop\.redirects\.shop — is also a host with routes/,
    ],
    [
      "a redirect to a foreign host",
      { redirects: { www: "shpo" } },
      /shop\.redirects\.www = "shpo" — is not a host of this system\. Did you mean shop/,
    ],
    ["a redirect of a domain", { redirects: { "www.x": "shop" } }, /is a host that is not a DNS/],
    ["a path to a host", { redirects: { "/a": "shop" } }, /redirects\["\/a"\].*is not a path/],
    [
      "a redirect to a redirect",
      { redirects: { "/a": "/b", "/b": "/c" } },
      /redirects\["\/a"\] = "\/b" — is redirected again/,
    ],
    [
      "a port that is not there",
      { routes: { "/": { service: "web", port: "admn" } } },
      /routes\["\/"\] = "web" — has no port admn\. Did you mean admin/,
    ],
    [
      "a port of raw TCP",
      { routes: { "/": { service: "web", port: "raw" } } },
      /speaks tcp at this port, which no gateway routes/,
    ],
    [
      "gRPC beside HTTP",
      { routes: { "/": "web", "/shop.Orders": "rpc" } },
      /routes\["\/shop\.Orders"\].*speaks gRPC, and the others at this host do not.*hosts: \{ rpc:/,
    ],
    [
      "a path that gRPC does not have",
      { routes: {}, hosts: { rpc: { "/api/v1/x": "rpc" } } },
      /is not a path of gRPC\. Write \/package\.Service/,
    ],
    [
      "methods of HTTP for gRPC",
      { routes: {}, hosts: { rpc: { "/": { service: "rpc", methods: ["GET"] } } } },
      /speaks gRPC, whose routes have no methods/,
    ],
    [
      "the same request twice",
      {
        routes: {
          "/a": [
            { service: "web", methods: ["GET"] },
            { service: "orders", methods: ["PUT", "GET"] },
          ],
        },
      },
      /routes\["\/a"\]\[1\] = "orders" — is the same path as \/a/,
    ],
    [
      "a word in place of a method",
      { routes: { "/a": { service: "web", methods: ["get"] } } },
      /methods\[0\].*Did you mean GET/,
    ],
    [
      "a header that an ALB has no condition for",
      { routes: { "/a": { service: "web", headers: { Host: "x" } } } },
      /is not a header that routes can ask for/,
    ],
    [
      "a value that gateways read in different ways",
      { routes: { "/a": { service: "web", headers: { "X-A": "a,b" } } } },
      /headers\.X-A.*gateways read in different ways/,
    ],
  ] as const)
    it(`refuse ${what}`, () => {
      const lines = linesOf(more);
      expect(lines).to.have.length(1);
      expect(lines[0]).to.match(words);
    });

  it("refuse names of objects that another part makes", () => {
    const twice = { ...services, "redirect-www": leastService };
    const routes = { "/": "web", "/x": "redirect-www" };
    expect(linesOf({ services: twice, routes, redirects: { www: "shop" } })[0]).to.match(
      /creates the same HTTPRoute redirect-www as/,
    );
  });
});

describe("apps/check: ports", () => {
  const web = (more: object) => linesOf({ services: { web: { ...leastService, ...more } } });
  for (const [what, more, words] of [
    ["the same number", { ports: { admin: 8080 } }, /ports\.admin = 8080 — is also the port http/],
    [
      "the name of the first port",
      { ports: { http: 81 } },
      /is the name of the service's own port/,
    ],
    ["a long name", { ports: { "administration-x": 81 } }, /is not the name of a port/],
    ["an unknown protocol", { protocol: "h2c" }, /shop\.services\.web\.protocol.*Write http2/],
    [
      "sticky gRPC",
      { protocol: "grpc", health: { grpc: true }, sticky: { seconds: 5 } },
      /no cookies/,
    ],
    [
      "the cookie of an ALB",
      { sticky: { seconds: 5, cookie: "AWSALB" } },
      /is not the name of a cookie/,
    ],
  ] as const)
    it(`refuse ${what}`, () => {
      const routes = what === "sticky gRPC" ? { routes: {}, hosts: { a: { "/": "web" } } } : {};
      const lines = linesOf({ services: { web: { ...leastService, ...more } }, ...routes }, eks);
      expect(lines).to.have.length(1);
      expect(lines[0]).to.match(words);
    });

  it("of another one are known as addresses", () => {
    const environment = { ADMIN_URL: "http://web:9001", RAW_URL: "tcp://web:7000" };
    expect(
      linesOf({ services: { ...services, orders: { ...leastService, environment } } }),
    ).to.deep.equal([]);
    const wrong = { ADMIN_URL: "http://web:9002" };
    expect(
      linesOf({ services: { ...services, orders: { ...leastService, environment: wrong } } })[0],
    ).to.match(/is not the address of web/);
    expect(web({})).to.deep.equal([]);
  });
});

describe("apps/check: what a gateway can do", () => {
  const sticky = { services: { web: { ...leastService, sticky: { seconds: 3600 } } } };
  const one = { kind: "fixed", replicas: 1, because: "a test" } as const;

  it("an ALB alone keeps a client at its pod, unless there is one pod", () => {
    expect(linesOf(sticky, eks)).to.deep.equal([]);
    expect(linesOf(sticky)[0]).to.match(
      /^shop\.services\.web\.sticky — is kept by an ALB only.*Keep sessions in a store/,
    );
    const single = { services: { web: { ...sticky.services.web, scaling: one } } };
    expect(linesOf(single)).to.deep.equal([]);
  });

  it("an ALB has no time-out of a route", () => {
    const slow = { routes: { "/": { service: "web", timeoutSeconds: 30 } } };
    expect(linesOf(slow)).to.deep.equal([]);
    expect(linesOf(slow, eks)[0]).to.match(
      /^shop\.routes\["\/"\] = 30 — has no effect: an ALB has no time-out/,
    );
  });

  it("an ALB speaks gRPC from a listener with TLS only, which needs a delegated domain", () => {
    const rpc = { routes: {}, hosts: { rpc: { "/": "rpc" } } };
    const zone = (publicZone: object) => {
      const network = {
        kind: "vpc",
        cidr: "10.16.0.0/16",
        serviceCidr: "172.20.0.0/16",
        company: [],
        endpoints: [],
        zones: { publicZone },
      } as const;
      return { ...eks, network };
    };
    expect(linesOf(rpc, zone({ kind: "existing" }))).to.deep.equal([]);
    expect(linesOf(rpc, zone({ kind: "new", delegated: true }))).to.deep.equal([]);
    expect(linesOf(rpc, zone({ kind: "new", delegated: false }))[0]).to.match(
      /speaks grpc, which needs TLS at the load balancer.*Delegate it first/,
    );
  });

  it("CloudFront passes on no gRPC to the public gateway", () => {
    const rpc = { routes: {}, hosts: { rpc: { "/": "rpc" } } };
    const edge = { ...eks, edge: "cloudfront" } as const;
    expect(linesOf(rpc, edge)[0]).to.match(/speaks gRPC, which the distributions of hanok:edge/);
    const inside = { internal: { host: "rpc", routes: { "/": "rpc" } } };
    expect(linesOf(inside, edge)).to.deep.equal([]);
  });

  it("a rule of an ALB asks for five values at most", () => {
    const headers = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`X-${index}`, "1"]));
    const asks = (path: string, count: number) => ({
      routes: { [path]: { service: "web", methods: ["POST"], headers: headers(count) } },
    });
    expect(linesOf(asks("/", 2), eks)).to.deep.equal([]);
    expect(linesOf(asks("/a", 1), eks)).to.deep.equal([]);
    expect(linesOf(asks("/a", 2), eks)[0]).to.match(/asks for 6 values.*a rule of an ALB has 5/);
    expect(linesOf(asks("/a", 2))).to.deep.equal([]);
  });

  it("each host, method and redirect is a rule of an ALB", () => {
    const paths = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`/p${index}`, "web"]));
    const host = ["a", "b"];
    expect(linesOf({ host, routes: paths(49) }, eks)).to.deep.equal([]);
    expect(linesOf({ host, routes: paths(50) }, eks)[0]).to.match(/needs 101 rules/);
    expect(linesOf({ host: ["@", "b"], routes: paths(49) }, eks)).to.deep.equal([]);
    const more = { redirects: { www: "a", "/x": "/y" } };
    expect(linesOf({ host, routes: paths(49), ...more }, eks)[0]).to.match(/needs 102 rules/);
    const methods = { service: "web", methods: ["GET", "PUT", "POST"] };
    const routes = { ...paths(48), "/m": methods };
    expect(linesOf({ host, routes }, eks)[0]).to.match(/needs 103 rules/);
  });
});

describe("apps/check: warnings of HTTP/2 and gRPC", () => {
  const warningsOf = (more: object) =>
    checkSystem(shop({ services: { ...services, ...more } }), ground).warnings;
  const rpc = { ...services.rpc };
  const web = { ...services.web, callsTo: ["rpc"] };

  it("tell of a client that stays with one pod", () => {
    expect(warningsOf({ web })).to.deep.equal([
      "shop.services.rpc: a client of gRPC keeps one connection, so all its requests go to one pod; write headless: true, " +
        "and let clients balance over rpc-pods",
    ]);
    expect(warningsOf({ web, rpc: { ...rpc, headless: true } })).to.deep.equal([]);
    const one = { kind: "fixed", replicas: 1, because: "a test" };
    expect(warningsOf({ web, rpc: { ...rpc, scaling: one } })).to.deep.equal([]);
    expect(warningsOf({})).to.deep.equal([]);
  });

  it("tell of a check that speaks HTTP/1.1 to HTTP/2", () => {
    expect(warningsOf({ rpc: { ...rpc, health: "/healthz" } })[0]).to.match(
      /^shop\.services\.rpc: health "\/healthz" is asked by HTTP\/1\.1, and the port speaks grpc/,
    );
    expect(warningsOf({ rpc: { ...rpc, health: { path: "/healthz", port: 8081 } } })).to.be.empty;
    expect(warningsOf({ rpc: { ...rpc, health: { tcp: true } } })).to.be.empty;
  });
});
