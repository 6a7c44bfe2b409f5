import { CustomResource } from "@pulumi/pulumi";
import { expect } from "chai";
import { before, describe, it } from "mocha";
import { AppService } from "../../../components/app-service/index.ts";
import { manifests } from "../../../components/app-service/manifests.ts";
import { resolveService } from "../../../components/app-service/resolve-service.ts";
import { binding, leastService, platform, shop } from "../../support/fixtures.ts";
import { type Recorded, recordResources } from "../../../ops/mocks/recorder.ts";

class Other extends CustomResource {
  constructor(name: string) {
    super("test:index:Other", name, {});
  }
}

const bindings = [
  binding("web", "books", "mariadb", 3306),
  binding("web", "carts", "valkey", 6379),
  binding("web", "events", "rabbitmq", 5672),
];
const args = { service: resolveService(shop, "web"), bindings, platform };

function create(): void {
  const namespace = new Other("namespace");
  new AppService(
    "shop-web",
    {
      ...args,
      startAfter: [new Other("books")],
      gateways: [new Other("gateway")],
      deletedWith: namespace,
    },
    { dependsOn: [namespace] },
  );
}

describe("AppService", () => {
  let all: readonly Recorded[] = [];
  const find = (type: string) => all.find((resource) => resource.type === type);

  before(async () => {
    all = await recordResources(create);
  });

  it("registers one resource per object, under its own type token", () => {
    const children = all.filter(({ parent }) => parent === "shop-web");
    expect(children.map(({ type, name }) => `${type} ${name}`).sort()).to.deep.equal([
      "kubernetes:apps/v1:Deployment shop-web-deployment",
      "kubernetes:autoscaling/v2:HorizontalPodAutoscaler shop-web-horizontalpodautoscaler",
      "kubernetes:core/v1:Service shop-web-routes-service",
      "kubernetes:core/v1:Service shop-web-service",
      "kubernetes:core/v1:ServiceAccount shop-web-serviceaccount",
      "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute shop-web-httproute",
      "kubernetes:networking.k8s.io/v1:NetworkPolicy shop-web-networkpolicy",
      "kubernetes:policy/v1:PodDisruptionBudget shop-web-poddisruptionbudget",
    ]);
    expect(all).to.have.length(children.length + 4);
    expect(find("hanok:index:AppService")?.name).to.equal("shop-web");
  });

  it("passes the objects unchanged, except for a Service's skipAwait annotation", () => {
    for (const object of manifests(args.service, bindings, platform)) {
      const { name } = object.metadata;
      const type = all.find(
        ({ inputs }) =>
          inputs["kind"] === object.kind &&
          JSON.stringify(inputs["metadata"]).includes(`"name":"${name}"`),
      );
      if (object.kind !== "Service") expect(type?.inputs).to.deep.equal({ ...object });
      else expect(type?.inputs).to.have.deep.property("spec", object.spec);
    }
    expect(find("kubernetes:core/v1:Service")?.inputs).to.have.deep.nested.property(
      "metadata.annotations",
      { "pulumi.com/skipAwait": "true" },
    );
  });

  it("creates pods after their policies and dependencies, and routes after the pods", () => {
    expect(find("kubernetes:apps/v1:Deployment")?.dependsOn).to.deep.equal([
      "books",
      "shop-web-networkpolicy",
      "shop-web-routes-service",
      "shop-web-service",
      "shop-web-serviceaccount",
    ]);
    expect(find("kubernetes:gateway.networking.k8s.io/v1:HTTPRoute")?.dependsOn).to.deep.equal([
      "gateway",
      "shop-web-deployment",
    ]);
    expect(find("kubernetes:core/v1:Service")?.dependsOn).to.deep.equal(["namespace"]);
  });

  it("creates KEDA's scaler after the pods, which its webhook looks at, and after KEDA", async () => {
    const { service } = args;
    const times = [{ from: "0 8 * * 1-5", to: "0 20 * * 1-5", min: 4 }];
    const scaling = { kind: "schedule", min: 2, max: 9, cpuPercent: 60, times } as const;
    const resources = await recordResources(
      () =>
        void new AppService("shop-web", {
          ...args,
          service: { ...service, spec: { ...leastService, scaling } },
          keda: [new Other("keda")],
        }),
    );
    const scaler = resources.find(({ type }) => type.endsWith(":ScaledObject"));
    expect(scaler?.dependsOn).to.include.members(["keda", "shop-web-deployment"]);
  });

  it("Z2: creates the autoscaler and budget while the first pods start", () => {
    for (const type of [
      "autoscaling/v2:HorizontalPodAutoscaler",
      "policy/v1:PodDisruptionBudget",
    ]) {
      expect(find(`kubernetes:${type}`)?.dependsOn, type).to.deep.equal(["namespace"]);
    }
  });

  it("waits for the slowest rollout", () => {
    const timeouts = find("kubernetes:apps/v1:Deployment")?.customTimeouts;
    expect(timeouts?.create)
      .to.match(/^\d+s$/)
      .and.equal(timeouts?.update);
    expect(Number.parseInt(timeouts?.create ?? "0", 10)).to.be.above(600);
  });

  it("is deleted with its namespace, except for the route", () => {
    for (const { type, parent, deletedWith } of all.filter((one) => one.parent === "shop-web")) {
      const expected = type.endsWith(":HTTPRoute") ? undefined : "namespace";
      expect(deletedWith, `${type} below ${parent}`).to.equal(expected);
    }
  });

  it("creates no resource when there is an issue", async () => {
    const made = await recordResources(() => {
      const versions = {};
      expect(() => new AppService("x", { ...args, platform: { ...platform, versions } })).to.throw(
        "hanok:versions.shop.web is missing",
      );
    });
    expect(made).to.deep.equal([]);
  });
});
