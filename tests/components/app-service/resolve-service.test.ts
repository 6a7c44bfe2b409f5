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

  it("finds internal routes apart", () => {
    const internal = { host: "admin", routes: { "/b": "orders", "/a": "orders", "/": "web" } };
    const { routes, internalRoutes } = resolveService({ ...shop, internal }, "orders");
    expect({ routes, internalRoutes }).to.deep.equal({ routes: [], internalRoutes: ["/a", "/b"] });
  });

  it("counts who reads its settings as a caller", () => {
    expect(resolveService(shop, "settings").callers).to.deep.equal(["web"]);
    expect(resolveService(shop, "orders").callers).to.deep.equal(["web"]);
    expect(resolveService(shop, "mailer").callers).to.deep.equal([]);
  });

  it("names a service that is not there", () => {
    expect(() => resolveService(shop, "wab")).to.throw('the system has no service "wab"');
  });
});
