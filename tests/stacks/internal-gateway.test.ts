import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { describe, it } from "mocha";
import type { System } from "../../apps/system.ts";
import { type Environment, environment } from "../../stacks/environment.ts";
import { deploy, type Outputs } from "../../stacks/platform.ts";
import { shop } from "../apps/shop.ts";
import { awsAnswers, awsOutputs } from "../../ops/mocks/aws.ts";
import { madeUp } from "../support/local-stack.ts";
import { recordResources } from "../../ops/mocks/recorder.ts";
import { natImage } from "../../ops/mocks/aws.ts";
import { devSettings, reachable, refusalOf } from "../support/settings.ts";

const existing = { kind: "existing", kubeconfig: "kubeconfig", identifier: "ours" };
const facts = {
  ...devSettings,
  // the role that runs the program must have access to the cluster
  "hanok:cluster": {
    ...reachable,
    admins: ["arn:aws:iam::123456789012:role/hanok-bootstrap/hanok-deploy", ...reachable.admins],
  },
  // these settings need no CRDs to be fetched
  "hanok:charts": { kind: "folder", path: "charts" },
};
const own = { "hanok:internalGateway": true };
const zones = (more: object) => ({
  "hanok:network": {
    natImage,
    cidr: "10.17.0.0/16",
    zones: { publicZone: { kind: "existing", name: "example.com" }, ...more },
  },
});

/** With a page for administrators that only the network reaches. */
const inside = { ...shop, internal: { host: "admin", routes: { "/": "files" } } } satisfies System;

const load = (more: object = {}, system: System = shop): Environment =>
  environment(
    "dev",
    { ...facts, ...more },
    { shop: system, twin: { ...system, name: "twin", host: "twin" } },
  );

const issuesOf = (more: object, system?: System): readonly string[] =>
  refusalOf(() => load(more, system))?.issues.map(
    ({ key, value, problem }) => `${key} = ${String(value)} ${problem}`,
  ) ?? [];

const zoneOf = ({ network }: Environment) =>
  network.kind === "vpc" ? network.zones.privateZone : "no VPC";

describe("hanok:internalGateway", () => {
  it("is set by the profile: prod has one, dev and local do not", () => {
    const prod = { "hanok:profile": "prod", "hanok:secrets": { kind: "generated" } };
    expect(load(prod).internalGateway).to.equal(true);
    expect(load().internalGateway).to.equal(false);
    // Pulumi passes plain values as text
    for (const value of [false, "false"])
      expect(load({ ...prod, "hanok:internalGateway": value }).internalGateway).to.equal(false);
    expect(zoneOf(load({ "hanok:internalGateway": "true" }))).to.equal("internal.example.com");
    expect(issuesOf({ "hanok:internalGateway": "yes" })).to.deep.equal([
      "hanok:internalGateway = yes is text, not true or false",
    ]);
  });

  it("uses the private zone, by default internal.<domain>", () => {
    expect(zoneOf(load())).to.equal(undefined);
    expect(zoneOf(load(own))).to.equal("internal.example.com");
    expect(zoneOf(load({ ...own, ...zones({}) }))).to.equal("internal.example.com");
    const named = zones({ privateZone: "home.example.com" });
    expect(zoneOf(load({ ...own, ...named }))).to.equal("home.example.com");
    expect(zoneOf(load(named))).to.equal("home.example.com");
  });

  it("needs a private zone that the public one can validate, and that hides no public name", () => {
    const of = (privateZone: string) => issuesOf({ ...own, ...zones({ privateZone }) });
    expect(of("internal.example.net")).to.deep.equal([
      "hanok:network.zones.privateZone = internal.example.net is not below example.com, whose public zone proves the internal gateway's certificate",
    ]);
    expect(of("shop.example.com")).to.deep.equal([
      "hanok:network.zones.privateZone = shop.example.com hides the public name of shop from the VPC",
    ]);
    expect(of("example.com")).to.have.lengthOf(1);
    const long = `${"a".repeat(53)}.example.com`;
    expect(of(long)).to.deep.equal([
      `hanok:network.zones.privateZone = ${long} has 65 characters, but the first name of a certificate has at most 64`,
    ]);
    // without the gateway no certificate is needed
    expect(issuesOf(zones({ privateZone: "internal.example.net" }))).to.deep.equal([]);
  });

  it("is refused on an existing cluster", () => {
    expect(issuesOf({ ...own, "hanok:cluster": existing })).to.deep.equal([
      "hanok:internalGateway = true would be as public as the other one: both have the GatewayClass of the cluster",
    ]);
  });

  it("is required by a system with internal routes on a managed cluster", () => {
    expect(issuesOf({}, inside)).to.deep.equal([
      "hanok:internalGateway = false leaves the internal routes of shop without a gateway",
    ]);
    expect(issuesOf(own, inside)).to.deep.equal([]);
    // it cannot have one there, so the program warns
    expect(issuesOf({ "hanok:cluster": existing }, inside)).to.deep.equal([]);
  });

  it("has one system for each of its hosts", () => {
    const both = { ...own, "hanok:systems": ["shop", "twin"] };
    expect(issuesOf(both, inside)).to.deep.equal([
      "hanok:systems[1] = twin has the same internal host as shop, admin",
    ]);
  });
});

describe("a stack with a system that has internal routes", () => {
  async function record(more: object, system: System = inside) {
    const told: Outputs[] = [];
    const resources = await recordResources(
      async () => {
        const outputs = await deploy(load(more, system), { shop: system });
        pulumi.output(outputs).apply(() => told.push(outputs));
      },
      {
        stack: "dev",
        outputs: (resource) =>
          resource.type.startsWith("random:") ? { result: madeUp } : awsOutputs(resource),
        answers: awsAnswers,
      },
    );
    const find = (type: string, name: string) => {
      const found = resources.find((one) => one.type.endsWith(`:${type}`) && one.name === name);
      if (found === undefined) throw new Error(`no ${type} ${name}`);
      return found;
    };
    return { resources, find, outputs: told[0] };
  }

  it("exposes them only to the network", async () => {
    const { find, outputs } = await record(own);
    const route = find("HTTPRoute", "shop-files-internal-httproute");
    expect(route.inputs).to.have.deep.nested.property("spec.parentRefs", [
      { name: "internal", namespace: "gateway" },
    ]);
    expect(route.inputs).to.have.deep.nested.property("spec.hostnames", [
      "admin.internal.example.com",
    ]);
    expect(route.dependsOn).to.include("cluster-gateway-internal");
    expect(find("Namespace", "shop-namespace").inputs).to.deep.nested.include({
      "metadata.labels.hanok\\.dev/gateway": "public",
      "metadata.labels.hanok\\.dev/internal-gateway": "routes",
    });
    const record53 = find("Record", "cluster-gateway-internal-admin.internal.example.com");
    expect(record53.inputs["zoneId"]).to.equal("network-zones-private-id");
    const balancer = find("LoadBalancerConfiguration", "cluster-gateway-internal-load-balancer");
    expect(balancer.inputs).to.deep.nested.include({
      "spec.scheme": "internal",
      "spec.loadBalancerSubnets": [{ identifier: "public-1" }, { identifier: "public-2" }],
    });
    expect(JSON.stringify(balancer.inputs)).to.include(":network-private-certificates");
    expect(outputs?.endpoints).to.deep.equal({ shop: "https://shop.example.com" });
    expect(outputs?.internalEndpoints).to.deep.equal({
      shop: "https://admin.internal.example.com",
    });
  });

  it("opens its services' ports to the load balancers' subnets, where no pod is", async () => {
    const { find } = await record(own);
    const { spec } = find("NetworkPolicy", "shop-files-networkpolicy").inputs as {
      readonly spec: { readonly ingress: readonly { readonly from: readonly object[] }[] };
    };
    const blocks = spec.ingress.flatMap(({ from }) => from).filter((one) => "ipBlock" in one);
    expect(blocks).to.have.lengthOf(2);
  });

  it("does not change other systems", async () => {
    const { resources, find } = await record(own, shop);
    const labels = find("Namespace", "shop-namespace").inputs;
    expect(JSON.stringify(labels)).not.to.include("internal-gateway");
    const routes = resources.filter(({ type }) => type.endsWith(":HTTPRoute"));
    for (const { name, dependsOn } of routes.filter((one) => one.name.startsWith("shop-")))
      expect(dependsOn, name).not.to.include("cluster-gateway-internal");
  });

  it("creates nothing for them without an internal gateway", async () => {
    const { resources, outputs } = await record({}, shop);
    expect(outputs).not.to.have.property("internalEndpoints");
    expect(resources.filter(({ name }) => /internal|private-cert/.test(name))).to.deep.equal([]);
  });
});
