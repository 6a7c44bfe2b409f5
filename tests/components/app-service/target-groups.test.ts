import { expect } from "chai";
import { describe, it } from "mocha";
import { manifests } from "../../../components/app-service/manifests.ts";
import type { Health } from "../../../components/app-service/service.ts";
import type { ServicePlatform } from "../../../components/platform.ts";
import type { TargetGroupConfiguration } from "../../../components/workload/target-group.ts";
import { platform, withInternal } from "../../support/fixtures.ts";
import { definitionOf } from "../../support/custom-resource.ts";
import { at, inside, labels, orders } from "./orders.ts";

const alb = { tags: { "hanok:stack": "test" } };
const onAws: ServicePlatform = { ...platform, gateway: { ...platform.gateway, alb } };

function settings(
  health: Health,
  on: ServicePlatform = onAws,
  routes: Parameters<typeof orders>[1] = { routes: at("/") },
): readonly TargetGroupConfiguration[] {
  return manifests(orders({ health }, routes), [], on).flatMap((object) =>
    object.kind === "TargetGroupConfiguration" ? [object] : [],
  );
}

const path = (health: Health) =>
  settings(health)[0]?.spec.defaultConfiguration.healthCheckConfig.healthCheckPath;

describe("target groups of a service", () => {
  it("A8: ask the service's own health path, on the port of each target", () => {
    const [object, ...more] = settings("/actuator/health/readiness");
    expect(more).to.deep.equal([]);
    expect(object?.metadata).to.deep.equal({ name: "orders-routes", namespace: "shop", labels });
    expect(object?.spec.targetReference).to.deep.equal({ kind: "Service", name: "orders-routes" });
    expect(object?.spec.defaultConfiguration).to.deep.include({ targetType: "ip", ...alb });
    expect(object?.spec.defaultConfiguration.healthCheckConfig).to.include({
      healthCheckProtocol: "HTTP",
      healthCheckPort: "traffic-port",
      healthCheckPath: "/actuator/health/readiness",
    });
    expect(path({ readiness: "/ready", liveness: "/live" })).to.equal("/ready");
    expect(path({ tcp: true })).to.equal("/");
  });

  it("A8: ask a health check's own port, which the network policy opens to the load balancer", () => {
    const health = { path: "/health", port: 8081 } as const;
    const ports = (on: ServicePlatform) =>
      manifests(orders({ health }, { routes: at("/") }), [], on).flatMap((object) =>
        object.kind === "NetworkPolicy" ? (object.spec?.ingress?.[0]?.ports ?? []) : [],
      );
    const [object] = settings(health);
    expect(object?.spec.defaultConfiguration.healthCheckConfig).to.include({
      healthCheckPath: "/health",
      healthCheckPort: "8081",
    });
    expect(ports(onAws).map(({ port }) => port)).to.deep.equal(["http", 8080, 8081]);
    expect(ports(platform).map(({ port }) => port)).to.deep.equal(["http", 8080]);
  });

  it("A8: refer to the Service of the routes", () => {
    const objects = manifests(orders({}, { routes: at("/") }), [], onAws);
    const [object] = settings("/healthz");
    const { name } = object?.spec.targetReference ?? {};
    expect(objects.some(({ kind, metadata }) => kind === "Service" && metadata.name === name)).to.be
      .true;
  });

  it("A8: accept 4xx, because a changed path is unknown to the pods of one revision", () => {
    const [object] = settings("/healthz");
    const { matcher } = object?.spec.defaultConfiguration.healthCheckConfig ?? {};
    expect(matcher).to.deep.equal({ httpCode: "200-499" });
  });

  it("A8: exist where a route leads to an ALB only", () => {
    const closed = { routes: [], internalRoutes: inside("/admin") };
    expect(settings("/", onAws, { routes: [] })).to.deep.equal([]);
    expect(settings("/", onAws, closed)).to.deep.equal([]);
    expect(settings("/", platform)).to.deep.equal([]);
    const { internalGateway } = withInternal;
    const internal = { ...onAws, internalGateway: internalGateway && { ...internalGateway, alb } };
    expect(settings("/", internal, closed)).to.have.length(1);
  });

  it("A8: match the controller's CRD", function () {
    const check = definitionOf("aws-load-balancer-controller", "TargetGroupConfiguration", "v1");
    if (check === undefined) return this.skip();
    const [object] = settings("/healthz");
    expect(check(object)).to.be.empty;
  });
});
