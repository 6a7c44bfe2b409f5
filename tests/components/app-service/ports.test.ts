import { expect } from "chai";
import { describe, it } from "mocha";
import { manifests } from "../../../components/app-service/manifests.ts";
import { resolveService } from "../../../components/app-service/resolve-service.ts";
import type { WebService } from "../../../components/app-service/service.ts";
import type { SiteRoute } from "../../../components/check/site.ts";
import type { KubernetesObject } from "../../../components/workload/objects.ts";
import { leastService, platform } from "../../support/fixtures.ts";
import { definitionOf } from "../../support/custom-resource.ts";
import { at, labels, orders, pod, selector } from "./orders.ts";

const several = {
  ports: {
    admin: 9001,
    rpc: { port: 9090, protocol: "grpc" },
    raw: { port: 7000, protocol: "tcp" },
  },
} as const satisfies Partial<WebService>;

const all = (spec: Partial<WebService>, routes: readonly SiteRoute[] = []) =>
  manifests(orders(spec, { routes }), [], platform);
const service = (objects: readonly KubernetesObject[], name: string) => {
  const found = objects.find(({ kind, metadata }) => kind === "Service" && metadata.name === name);
  return found?.kind === "Service" ? found.spec : undefined;
};
const policy = (objects: readonly KubernetesObject[]) => {
  const found = objects.find(({ kind }) => kind === "NetworkPolicy");
  return found?.kind === "NetworkPolicy" ? found.spec : undefined;
};
const tcp = (...ports: readonly (number | string)[]) =>
  ports.map((port) => ({ port, protocol: "TCP" }));

describe("ports of a service", () => {
  it("stand in the container and in its Service, each with what it speaks", () => {
    expect(pod(orders(several))?.containers[0]?.ports).to.deep.equal([
      { name: "http", containerPort: 8080, protocol: "TCP" },
      { name: "admin", containerPort: 9001, protocol: "TCP" },
      { name: "rpc", containerPort: 9090, protocol: "TCP" },
      { name: "raw", containerPort: 7000, protocol: "TCP" },
    ]);
    expect(service(all(several), "orders")?.ports).to.deep.equal([
      { name: "http", port: 8080, targetPort: "http", protocol: "TCP", appProtocol: "http" },
      { name: "admin", port: 9001, targetPort: "admin", protocol: "TCP", appProtocol: "http" },
      {
        name: "rpc",
        port: 9090,
        targetPort: "rpc",
        protocol: "TCP",
        appProtocol: "kubernetes.io/h2c",
      },
      { name: "raw", port: 7000, targetPort: "raw", protocol: "TCP" },
    ]);
  });

  it("keep the name of the first one, whatever it speaks, so that old pods stay in the Service", () => {
    for (const protocol of ["http", "http2", "grpc", "tcp"] as const)
      expect(service(all({ protocol }), "orders")?.ports?.[0]).to.deep.include({
        name: "http",
        targetPort: "http",
      });
  });

  it("are open to callers, and to the gateway as far as routes lead to them", () => {
    const system = {
      name: "shop",
      host: "shop",
      routes: {},
      services: {
        orders: { ...leastService, ...several },
        web: { ...leastService, callsTo: ["orders"] },
      },
    };
    const own = ["http", 8080, "admin", 9001, "rpc", 9090, "raw", 7000];
    const called = policy(manifests(resolveService(system, "orders"), [], platform));
    expect(called?.ingress?.[0]?.ports).to.deep.equal(tcp(...own));
    const on = { ...platform, versions: { web: "1.0.0" } };
    const caller = policy(manifests(resolveService(system, "web"), [], on));
    expect(caller?.egress?.at(-1)?.ports).to.deep.equal(tcp(...own));
    const [route = { path: "/", labels: [] }] = at("/admin");
    const open = policy(all(several, [{ ...route, port: "admin" }]));
    expect(open?.ingress).to.deep.equal([
      { from: platform.gateway.peers, ports: tcp("admin", 9001) },
    ]);
  });

  it("serve the metrics too, without a second entry for the same number", () => {
    const metrics = { path: "/metrics", port: 9001 };
    expect(pod(orders({ ...several, metrics }))?.containers[0]?.ports).to.have.length(4);
    expect(policy(all({ ...several, metrics }))?.ingress?.at(-1)?.ports).to.deep.equal(
      tcp("admin", 9001),
    );
  });

  it("have a Service for the gateway each, whose port never changes", () => {
    const [route = { path: "/", labels: [] }] = at("/admin");
    const objects = all(several, [...at("/"), { ...route, port: "admin" }]);
    expect(service(objects, "orders-routes")?.ports?.[0]).to.include({
      port: 80,
      targetPort: "http",
    });
    expect(service(objects, "orders-admin-routes")?.ports).to.deep.equal([
      { name: "http", port: 80, targetPort: "admin", protocol: "TCP", appProtocol: "http" },
    ]);
    const routes = objects.flatMap((object) => (object.kind === "HTTPRoute" ? [object] : []));
    expect(routes).to.have.length(1);
    expect(routes[0]?.spec.rules?.map(({ backendRefs }) => backendRefs)).to.deep.equal([
      [{ name: "orders-routes", port: 80 }],
      [{ name: "orders-admin-routes", port: 80 }],
    ]);
  });

  it("are resolved to each pod under a name of its own with headless", () => {
    expect(service(all({}), "orders-pods")).to.equal(undefined);
    expect(service(all({ headless: true, protocol: "grpc" }), "orders-pods")).to.deep.equal({
      type: "ClusterIP",
      clusterIP: "None",
      selector,
      ports: [
        {
          name: "http",
          port: 8080,
          targetPort: "http",
          protocol: "TCP",
          appProtocol: "kubernetes.io/h2c",
        },
      ],
    });
    expect(service(all({ headless: true }), "orders")?.ports).to.deep.equal(
      service(all({}), "orders")?.ports,
    );
  });
});

describe("target groups by protocol", () => {
  const alb = { tags: { "hanok:stack": "test" } };
  const onAws = { ...platform, gateway: { ...platform.gateway, alb } };
  const groups = (spec: Partial<WebService>, routes = at("/")) =>
    manifests(orders(spec, { routes }), [], onAws).flatMap((object) =>
      object.kind === "TargetGroupConfiguration" ? [object] : [],
    );
  const configuration = (spec: Partial<WebService>, routes = at("/")) =>
    groups(spec, routes)[0]?.spec.defaultConfiguration;

  it("speak gRPC to a port that does, and ask whether a gRPC server answers", () => {
    const grpc = configuration({ protocol: "grpc", health: { grpc: true } });
    expect(grpc).to.deep.include({ protocolVersion: "GRPC" });
    expect(grpc?.healthCheckConfig).to.deep.include({
      healthCheckPath: "/AWS.ALB/healthcheck",
      healthCheckPort: "traffic-port",
      matcher: { grpcCode: "0-99" },
    });
    const own = { path: "/health", port: 8081 } as const;
    expect(configuration({ protocol: "grpc", health: own })?.healthCheckConfig).to.deep.include({
      healthCheckPort: "traffic-port",
    });
    const http2 = configuration({ protocol: "http2", health: "/healthz" });
    expect(http2).to.deep.include({ protocolVersion: "HTTP2" });
    expect(http2?.healthCheckConfig).to.deep.include({
      healthCheckPath: "/healthz",
      matcher: { httpCode: "200-499" },
    });
    expect(configuration({})).not.to.have.property("protocolVersion");
  });

  it("are one for each port with a route; a further port is asked at /", () => {
    const [route = { path: "/", labels: [] }] = at("/admin");
    const both = groups(several, [...at("/"), { ...route, port: "admin" }]);
    expect(both.map(({ metadata }) => metadata)).to.deep.equal([
      { name: "orders-routes", namespace: "shop", labels },
      { name: "orders-admin-routes", namespace: "shop", labels },
    ]);
    expect(
      both.map(({ spec }) => spec.defaultConfiguration.healthCheckConfig.healthCheckPath),
    ).to.deep.equal(["/healthz", "/"]);
  });

  it("keep clients at their pod by a cookie, and say so also when they no longer do", () => {
    const attributes = (sticky?: WebService["sticky"]) =>
      Object.fromEntries(
        (configuration(sticky ? { sticky } : {})?.targetGroupAttributes ?? []).map((one) => [
          one.key,
          one.value,
        ]),
      );
    const delay = { "deregistration_delay.timeout_seconds": "60" };
    expect(attributes()).to.deep.equal({ ...delay, "stickiness.enabled": "false" });
    expect(attributes({ seconds: 3600 })).to.deep.equal({
      ...delay,
      "stickiness.enabled": "true",
      "stickiness.type": "lb_cookie",
      "stickiness.lb_cookie.duration_seconds": "3600",
    });
    expect(attributes({ seconds: 600, cookie: "JSESSIONID" })).to.deep.equal({
      ...delay,
      "stickiness.enabled": "true",
      "stickiness.type": "app_cookie",
      "stickiness.app_cookie.duration_seconds": "600",
      "stickiness.app_cookie.cookie_name": "JSESSIONID",
    });
  });

  it("match the controller's CRD", function () {
    const check = definitionOf("aws-load-balancer-controller", "TargetGroupConfiguration", "v1");
    if (check === undefined) return this.skip();
    for (const spec of [
      { protocol: "grpc" },
      { protocol: "http2" },
      { sticky: { seconds: 60 } },
    ] as const)
      expect(check(groups(spec)[0])).to.be.empty;
  });
});
