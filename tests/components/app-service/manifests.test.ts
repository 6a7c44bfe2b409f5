import { expect } from "chai";
import { describe, it } from "mocha";
import { manifests } from "../../../components/app-service/manifests.ts";
import { resolveService } from "../../../components/app-service/resolve-service.ts";
import type { KubernetesObject } from "../../../components/workload/objects.ts";
import { binding, platform, shop, withInternal } from "../../support/fixtures.ts";
import type { ServicePlatform } from "../../../components/platform.ts";
import { at, inside, labels, orders, selector } from "./orders.ts";

const kinds = (objects: readonly KubernetesObject[]) => objects.map(({ kind }) => kind);

describe("manifests", () => {
  it("returns the objects of an autoscaled service with a route", () => {
    expect(kinds(manifests(orders({}, { routes: at("/") }), [], platform))).to.deep.equal([
      "NetworkPolicy",
      "ServiceAccount",
      "Service",
      "Service",
      "Deployment",
      "HorizontalPodAutoscaler",
      "PodDisruptionBudget",
      "HTTPRoute",
    ]);
  });

  it("T1: returns a StatefulSet without an autoscaler for a service with a volume", () => {
    expect(kinds(manifests(resolveService(shop, "files"), [], platform))).to.deep.equal([
      "NetworkPolicy",
      "ServiceAccount",
      "Service",
      "Service",
      "Service",
      "PersistentVolumeClaim",
      "StatefulSet",
      "PodDisruptionBudget",
      "HTTPRoute",
    ]);
  });

  it("is pure: the same arguments give the same list", () => {
    const bindings = [binding("web", "books", "mariadb", 3306)];
    const web = resolveService(shop, "web");
    const before = JSON.stringify([web, bindings, platform]);
    expect(manifests(web, bindings, platform)).to.deep.equal(manifests(web, bindings, platform));
    expect(JSON.stringify([web, bindings, platform])).to.equal(before);
  });

  it("sets the namespace and the recommended labels on every object", () => {
    for (const { metadata, kind } of manifests(orders({}, { routes: at("/") }), [], platform)) {
      expect(metadata.namespace, kind).to.equal("shop");
      expect(metadata.name, kind).to.be.oneOf(["orders", "orders-routes"]);
      expect(metadata.labels, kind).to.include(labels);
    }
  });
});

describe("the objects around a workload", () => {
  const objects = manifests(orders({}, { routes: at("/orders", "/baskets") }), [], platform);
  const find = (kind: KubernetesObject["kind"]) => objects.find((object) => object.kind === kind);

  it("Z10: a Service inside the cluster, on the container's port", () => {
    expect(find("Service")).to.deep.equal({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "orders", namespace: "shop", labels },
      spec: {
        type: "ClusterIP",
        selector,
        ports: [
          { name: "http", port: 8080, targetPort: "http", protocol: "TCP", appProtocol: "http" },
        ],
      },
    });
  });

  it("B13: gateways have a Service of their own, whose port is never the container's number", () => {
    const routed = (port: number) =>
      manifests(orders({ port }, { routes: at("/") }), [], platform).filter(
        ({ kind, metadata }) => kind === "HTTPRoute" || metadata.name === "orders-routes",
      );
    expect(routed(9090)).to.deep.equal(routed(8080));
    expect(routed(8080)[0]).to.deep.equal({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "orders-routes", namespace: "shop", labels },
      spec: {
        type: "ClusterIP",
        selector,
        ports: [
          { name: "http", port: 80, targetPort: "http", protocol: "TCP", appProtocol: "http" },
        ],
      },
    });
  });

  it("Z14: a separate identity without a token", () => {
    expect(find("ServiceAccount")).to.deep.include({ automountServiceAccountToken: false });
  });

  it("one HTTPRoute with all paths, without timeouts and rewriting", () => {
    expect(find("HTTPRoute")).to.have.deep.property("spec", {
      parentRefs: [{ name: "public", namespace: "gateway-system" }],
      hostnames: ["shop.example.com"],
      rules: [
        {
          matches: [
            { path: { type: "PathPrefix", value: "/orders" } },
            { path: { type: "PathPrefix", value: "/baskets" } },
          ],
          backendRefs: [{ name: "orders-routes", port: 80 }],
        },
      ],
    });
  });

  it("a second HTTPRoute at the internal gateway, where the platform has one", () => {
    const both = orders({}, { routes: at("/"), internalRoutes: inside("/admin") });
    const routesOn = (on: ServicePlatform) =>
      manifests(both, [], on).filter(({ kind }) => kind === "HTTPRoute");
    const [open, own, ...more] = routesOn(withInternal);
    expect(more).to.be.empty;
    expect(routesOn(platform)).to.deep.equal([open]);
    expect(open).to.have.nested.property("metadata.name", "orders");
    expect(own?.metadata).to.deep.equal({ name: "orders-internal", namespace: "shop", labels });
    expect(own).to.have.deep.property("spec", {
      parentRefs: [{ name: "internal", namespace: "gateway-system" }],
      hostnames: ["admin.internal.example.com"],
      rules: [
        {
          matches: [{ path: { type: "PathPrefix", value: "/admin" } }],
          backendRefs: [{ name: "orders-routes", port: 80 }],
        },
      ],
    });
  });

  it("A7: splits more paths than an HTTPRoute takes, each path once, under stable names", () => {
    const named = (count: number) => {
      const paths = Array.from({ length: count }, (_, index) => `/p${index}` as const);
      const found = manifests(
        orders({}, { routes: at(...paths), internalRoutes: inside(...paths) }),
        [],
        withInternal,
      )
        .flatMap((object) => (object.kind === "HTTPRoute" ? [object] : []))
        .map(({ metadata, spec }) => ({ name: metadata.name, rules: spec.rules ?? [] }));
      for (const { rules } of found) {
        expect(rules.length).to.be.within(1, 16);
        for (const { matches = [] } of rules) expect(matches.length).to.be.within(1, 64);
        expect(rules.flatMap(({ matches = [] }) => matches).length).to.be.at.most(128);
      }
      const own = found.filter(({ name }) => !name.startsWith("orders-internal"));
      const matched = own.flatMap(({ rules }) =>
        rules.flatMap(({ matches = [] }) => matches.map(({ path }) => path?.value)),
      );
      expect(matched).to.deep.equal(paths);
      return found.map(({ name }) => name);
    };
    expect(named(1)).to.deep.equal(["orders", "orders-internal"]);
    expect(named(64)).to.deep.equal(named(65));
    expect(named(128)).to.deep.equal(named(1));
    expect(named(300)).to.deep.equal([
      ...["orders", "orders-2", "orders-3"],
      ...["orders-internal", "orders-internal-2", "orders-internal-3"],
    ]);
  });

  it("a budget of one pod that selects the workload's pods", () => {
    expect(find("PodDisruptionBudget")).to.have.deep.property("spec", {
      maxUnavailable: 1,
      selector: { matchLabels: selector },
      unhealthyPodEvictionPolicy: "AlwaysAllow",
    });
  });

  it("a second port for metrics", () => {
    const spec = { metrics: { path: "/metrics", port: 9090 } };
    const service = manifests(orders(spec), [], platform).find(({ kind }) => kind === "Service");
    expect(service).to.have.nested.property("spec.ports[1].port", 9090);
    expect(service).to.have.nested.property("spec.ports[1].name", "metrics");
  });
});
