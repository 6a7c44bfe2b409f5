import { expect } from "chai";
import { describe, it } from "mocha";
import { resolveService } from "../../../components/app-service/resolve-service.ts";
import { shop } from "../../support/fixtures.ts";

describe("resolveService", () => {
  it("finds routes, calls and the config server of a service", () => {
    const { spec, ...place } = resolveService(shop, "web");
    expect(spec).to.equal(shop.services.web);
    expect(place).to.deep.equal({
      name: "web",
      routes: ["/"],
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
    expect({ routes, internalRoutes }).to.deep.equal({ routes: [], internalRoutes: ["/a", "/b"] });
  });

  it("counts clients of a config server as callers", () => {
    expect(resolveService(shop, "settings").callers).to.deep.equal(["web"]);
    expect(resolveService(shop, "orders").callers).to.deep.equal(["web"]);
    expect(resolveService(shop, "mailer").callers).to.deep.equal([]);
  });

  it("names a missing service", () => {
    expect(() => resolveService(shop, "wab")).to.throw('the system has no service "wab"');
  });
});
