import { expect } from "chai";
import { describe, it } from "mocha";
import { manifests } from "../../../components/app-service/manifests.ts";
import { resolveService } from "../../../components/app-service/resolve-service.ts";
import type { Site } from "../../../components/check/site.ts";
import type { KubernetesObject } from "../../../components/workload/objects.ts";
import { definitionOf } from "../../support/custom-resource.ts";
import { leastService, platform } from "../../support/fixtures.ts";

const on = { ...platform, versions: { web: "1.0.0", orders: "1.0.0", rpc: "1.0.0" } };
const services = {
  web: leastService,
  orders: leastService,
  rpc: { ...leastService, protocol: "grpc", health: { grpc: true } },
} as const;
const routesOf = (site: Partial<Site>, name: keyof typeof services): KubernetesObject[] => {
  const system = { name: "shop", host: "shop", routes: {}, services, ...site };
  return manifests(resolveService(system, name), [], on).filter(({ kind }) =>
    kind.endsWith("Route"),
  );
};
const labels = (name: string) => ({
  "app.kubernetes.io/name": name,
  "app.kubernetes.io/part-of": "shop",
  "app.kubernetes.io/managed-by": "hanok",
});
const parentRefs = [{ name: "public", namespace: "gateway-system" }];

describe("routes of a service", () => {
  it("share the paths of several hosts, one of which may be the domain itself", () => {
    expect(routesOf({ host: ["@", "www"], routes: { "/": "web" } }, "web")).to.deep.equal([
      {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "HTTPRoute",
        metadata: { name: "web", namespace: "shop", labels: labels("web") },
        spec: {
          parentRefs,
          hostnames: ["example.com", "www.example.com"],
          rules: [
            {
              matches: [{ path: { type: "PathPrefix", value: "/" } }],
              backendRefs: [{ name: "web-routes", port: 80 }],
            },
          ],
        },
      },
    ]);
  });

  it("are apart for a host with routes of its own", () => {
    const routes = routesOf({ routes: { "/": "web" }, hosts: { admin: { "/": "web" } } }, "web");
    expect(
      routes.map((route) =>
        route.kind === "HTTPRoute" ? [route.metadata.name, route.spec.hostnames] : [],
      ),
    ).to.deep.equal([
      ["web", ["shop.example.com"]],
      ["web-at-admin", ["admin.example.com"]],
    ]);
  });

  it("ask for methods and headers, and end requests after their time", () => {
    const site: Partial<Site> = {
      routes: {
        "/": "web",
        "/orders": [
          "web",
          {
            service: "orders",
            methods: ["POST", "PUT"],
            headers: { "X-Beta": "1" },
            timeoutSeconds: 30,
          },
        ],
      },
    };
    const [route, ...more] = routesOf(site, "orders");
    expect(more).to.be.empty;
    const beta = { headers: [{ name: "X-Beta", value: "1" }] };
    const path = { type: "PathPrefix", value: "/orders" };
    expect(route?.kind === "HTTPRoute" && route.spec.rules).to.deep.equal([
      {
        matches: [
          { path, method: "POST", ...beta },
          { path, method: "PUT", ...beta },
        ],
        backendRefs: [{ name: "orders-routes", port: 80 }],
        timeouts: { request: "30s" },
      },
    ]);
    const [other] = routesOf(site, "web");
    expect(other?.kind === "HTTPRoute" && other.spec.rules?.[0]?.matches).to.deep.equal([
      { path: { type: "PathPrefix", value: "/" } },
      { path },
    ]);
  });

  it("are a GRPCRoute where the port speaks gRPC", () => {
    const site: Partial<Site> = {
      routes: {},
      hosts: { rpc: { "/": "rpc", "/shop.Orders": "rpc", "/shop.Orders/Get": "rpc" } },
    };
    const routes = routesOf(site, "rpc");
    expect(routes).to.deep.equal([
      {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "GRPCRoute",
        metadata: { name: "rpc-at-rpc", namespace: "shop", labels: labels("rpc") },
        spec: {
          parentRefs,
          hostnames: ["rpc.example.com"],
          rules: [
            {
              matches: [
                {},
                { method: { service: "shop.Orders" } },
                { method: { service: "shop.Orders", method: "Get" } },
              ],
              backendRefs: [{ name: "rpc-routes", port: 80 }],
            },
          ],
        },
      },
    ]);
  });

  it("match the CRDs of the Gateway API", function () {
    const [http, grpc] = (["HTTPRoute", "GRPCRoute"] as const).map((kind) =>
      definitionOf("gateway-api", kind, "v1"),
    );
    if (http === undefined || grpc === undefined) return this.skip();
    const asked = {
      service: "web",
      methods: ["GET"],
      headers: { A: "b" },
      timeoutSeconds: 5,
    } as const;
    expect(http(routesOf({ routes: { "/": asked } }, "web")[0])).to.be.empty;
    expect(grpc(routesOf({ routes: { "/": "rpc", "/shop.Orders": "rpc" } }, "rpc")[0])).to.be.empty;
  });
});
