import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { type PlannedRoute, planRoutes } from "../../../components/check/route-plan.ts";
import { methods, type SiteRoute } from "../../../components/check/site.ts";

const isGrpc = (port: string | undefined): boolean => port === "rpc";
const route: fc.Arbitrary<SiteRoute> = fc
  .record({
    path: fc.integer({ min: 0, max: 400 }).map((index) => `/p${index}`),
    further: fc.constantFrom(undefined, "admin", "@"),
    port: fc.constantFrom(undefined, "rpc", "admin"),
    methods: fc.constantFrom(undefined, ["GET"] as const, methods),
    timeoutSeconds: fc.constantFrom(undefined, 5, 30),
  })
  .map(({ path, further, port, methods: asked, timeoutSeconds }) => ({
    path,
    labels: further === undefined ? ["shop", "www"] : [further],
    ...(further && { further }),
    ...(port && { port }),
    ...(port !== "rpc" && asked ? { methods: asked } : {}),
    ...(port !== "rpc" && timeoutSeconds ? { timeoutSeconds } : {}),
  }));

const wanted = (routes: readonly SiteRoute[]) =>
  routes.flatMap(({ labels, path, port, methods: asked, timeoutSeconds }) =>
    (asked ?? [undefined]).map((method) =>
      JSON.stringify([labels, isGrpc(port), path, port, method, timeoutSeconds]),
    ),
  );
const planned = (plan: readonly PlannedRoute[]) =>
  plan.flatMap(({ labels, kind, rules }) =>
    rules.flatMap(({ port, timeoutSeconds, matches }) =>
      matches.map(({ path, method }) =>
        JSON.stringify([labels, kind === "GRPCRoute", path, port, method, timeoutSeconds]),
      ),
    ),
  );

describe("components/check: planRoutes", () => {
  it("keeps each match once, under its host, port and time-out, within the limits of the CRDs", () => {
    fc.assert(
      fc.property(fc.array(route, { maxLength: 300 }), (routes) => {
        const plan = planRoutes("web", routes, isGrpc);
        expect([...planned(plan)].sort()).to.deep.equal([...wanted(routes)].sort());
        for (const { rules } of plan) {
          const sizes = rules.map(({ matches }) => matches.length);
          expect(rules.length).to.be.within(1, 16);
          expect(Math.max(...sizes)).to.be.at.most(64);
          expect(sizes.reduce((sum, size) => sum + size, 0)).to.be.at.most(128);
        }
        const ids = plan.map(({ kind, name }) => `${kind} ${name}`);
        expect(new Set(ids).size).to.equal(ids.length);
      }),
    );
  });

  it("names the routes of the site's own hosts like the service, and the others by their host", () => {
    const names = planRoutes(
      "web",
      [
        { path: "/", labels: ["shop"] },
        { path: "/", labels: ["admin"], further: "admin" },
        { path: "/", labels: ["@"], further: "@" },
      ],
      isGrpc,
    ).map(({ name }) => name);
    expect(names).to.deep.equal(["web", "web-at-admin", "web-at-apex"]);
  });

  it("makes another route after 16 time-outs", () => {
    const routes = Array.from({ length: 17 }, (_, index) => ({
      path: `/p${index}`,
      labels: ["shop"],
      timeoutSeconds: index + 1,
    }));
    const plan = planRoutes("web", routes, isGrpc);
    expect(plan.map(({ name, rules }) => [name, rules.length])).to.deep.equal([
      ["web", 16],
      ["web-2", 1],
    ]);
  });
});
