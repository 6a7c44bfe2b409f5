import { expect } from "chai";
import { describe, it } from "mocha";
import { resolveService } from "../../../components/app-service/resolve-service.ts";
import { inside } from "./orders.ts";
import { leastService, shop } from "../../support/fixtures.ts";

describe("resolveService", () => {
  it("finds routes, calls and the config server of a service", () => {
    const { spec, ...place } = resolveService(shop, "web");
    expect(spec).to.equal(shop.services.web);
    expect(place).to.deep.equal({
      name: "web",
      routes: [{ path: "/", labels: ["www"] }],
      internalRoutes: [],
      callers: [],
      calls: [
        { name: "files", port: 8080 },
        { name: "orders", port: 8080 },
      ],
      configServer: { name: "settings", port: 8080, startupSeconds: 60 },
    });
  });

  it("separates internal routes", () => {
    const internal = { host: "admin", routes: { "/b": "orders", "/a": "orders", "/": "web" } };
    const { routes, internalRoutes } = resolveService({ ...shop, internal }, "orders");
    expect({ routes, internalRoutes }).to.deep.equal({
      routes: [],
      internalRoutes: inside("/a", "/b"),
    });
  });

  it("counts clients of a config server as callers", () => {
    expect(resolveService(shop, "settings").callers).to.deep.equal([{ name: "web" }]);
    expect(resolveService(shop, "orders").callers).to.deep.equal([{ name: "web" }]);
    expect(resolveService(shop, "mailer").callers).to.deep.equal([]);
  });

  it("finds calls between the systems of an environment, on both sides", () => {
    const club = {
      name: "club",
      host: "club",
      routes: {},
      services: {
        site: { ...leastService, callsTo: ["shop/orders", "books"] },
        books: { ...leastService, port: 9090 },
        site2: { ...leastService, callsTo: ["shop/orders", "shop/files"] },
      },
    } as const;
    const all = [shop, club];
    expect(resolveService(club, "site", all).calls).to.deep.equal([
      { name: "books", port: 9090 },
      { system: "shop", name: "orders", port: 8080 },
    ]);
    expect(resolveService(shop, "orders", all).callers).to.deep.equal([
      { name: "web" },
      { system: "club", name: "site" },
      { system: "club", name: "site2" },
    ]);
    expect(resolveService(shop, "orders").callers).to.deep.equal([{ name: "web" }]);
    // a service of the same name in another system is another service
    expect(resolveService(club, "books", all).callers).to.deep.equal([{ name: "site" }]);
    expect(() => resolveService(club, "site2", [club])).to.throw(
      'the system shop has no service "files"',
    );
  });

  it("names a missing service", () => {
    expect(() => resolveService(shop, "wab")).to.throw('the system shop has no service "wab"');
  });
});
