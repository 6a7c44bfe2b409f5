import { expect } from "chai";
import { describe, it } from "mocha";
import { checkSystem } from "../../apps/check.ts";
import { ruleWarnings, validateRules } from "../../apps/check/load-balancer.ts";
import type { System } from "../../apps/system.ts";
import { issueLine } from "../../components/validation.ts";
import { dev } from "../../stacks/dev.ts";
import { ground, shop } from "./shop.ts";

const eks = {
  redundancy: "none",
  cluster: { kind: "eks" },
  nodes: [],
  nodePools: dev.nodePools,
} as const;

const withRoutes = (paths: readonly string[], name = "shop"): System => ({
  ...shop,
  name,
  routes: Object.fromEntries(paths.map((path) => [path, "api"])),
});
const many = (count: number, name?: string) =>
  withRoutes(
    Array.from({ length: count }, (_, index) => `/p${index}`),
    name,
  );
const linesOf = (system: System, on: Parameters<typeof checkSystem>[1] = eks) =>
  checkSystem(system, on).issues.map(issueLine);

describe("apps/check: limits of an ALB", () => {
  for (const [path, words] of [
    ["/%EB%A7%A4%EC%9E%A5", /has %, and an ALB takes.*Route the path above it, "\/"/],
    ["/odata(1)", /has \( \), and an ALB takes.*Route the path above it, "\/"/],
    ["/shop/odata(1)/items", /Route the path above it, "\/shop"/],
    ["/a,b=c!", /has , = !/],
    [`/${"a".repeat(126)}`, /has 127 characters, but a path at an ALB has at most 126/],
  ] as const)
    it(`A7: ${path.slice(0, 30)} is refused on EKS only`, () => {
      const lines = linesOf(withRoutes([path]));
      expect(lines).to.have.length(1);
      expect(lines[0]).to.match(words);
      expect(lines[0]).to.contain("shop.routes");
      expect(linesOf(withRoutes([path]), ground)).to.deep.equal([]);
    });

  it("A7: takes every letter that an ALB takes", () => {
    const longest = `/${"a".repeat(125)}`;
    const paths = ["/", "/A-z_0.9", "/~me", "/a:b@c", "/a+b;c&d", "/$x'y", longest];
    expect(linesOf(withRoutes(paths))).to.deep.equal([]);
  });

  it("A7: refuses more rules than an ALB has, also of the internal gateway", () => {
    expect(linesOf(many(99))).to.deep.equal([]);
    expect(linesOf(many(100))[0]).to.match(/^shop.routes — needs 101 rules of an ALB.*it has 100/);
    expect(linesOf(many(100), ground)).to.deep.equal([]);
    const internal = { ...shop, internal: { host: "admin", routes: many(120).routes } };
    expect(linesOf(internal)[0]).to.match(/^shop.internal.routes — needs 121 rules/);
  });

  it("A7: refuses systems that are too many together, and warns before", () => {
    const both = (count: number) => [many(count, "one"), many(count, "two")];
    const lines = (count: number) =>
      validateRules(both(count), eks, "hanok:systems").map(issueLine);
    expect(lines(49)).to.deep.equal([]);
    expect(lines(50)[0]).to.match(
      /^hanok:systems = \["one", "two"\] — together: the public gateway/,
    );
    // told at the system itself
    expect(lines(100)).to.deep.equal([]);
    expect(ruleWarnings(both(39), eks, "hanok:systems")).to.deep.equal([]);
    expect(ruleWarnings(both(40), eks, "hanok:systems")[0]).to.match(
      /the public gateway needs 81 rules/,
    );
    expect(
      ruleWarnings(both(40), { cluster: { kind: "existing" } }, "hanok:systems"),
    ).to.deep.equal([]);
  });

  it("A7: warns before a system alone needs all rules", () => {
    const warned = (count: number, on: Parameters<typeof checkSystem>[1] = eks) =>
      checkSystem(many(count), on).warnings.filter((line) => line.includes("rules of an ALB"));
    expect(warned(78)).to.deep.equal([]);
    expect(warned(99)[0]).to.match(/^shop.routes: the public gateway needs 100 rules/);
    expect(warned(99, ground)).to.deep.equal([]);
  });

  it("A8: warns of a route to a service without a health path", () => {
    const { api } = shop.services;
    if (api?.port === undefined) throw new Error("the shop has an api");
    const tcp: System = {
      ...shop,
      services: { ...shop.services, api: { ...api, health: { tcp: true } } },
    };
    const warned = (on: Parameters<typeof checkSystem>[1]) =>
      checkSystem(tcp, on).warnings.filter((line) => line.includes("api.health"));
    expect(warned(eks)).to.have.length(1);
    expect(warned(ground)).to.deep.equal([]);
  });
});
