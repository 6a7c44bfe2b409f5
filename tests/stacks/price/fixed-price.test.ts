import { expect } from "chai";
import { describe, it } from "mocha";
import {
  fixedMonthlyUsd,
  fixedPrice,
  type Priced,
  total,
} from "../../../stacks/price/fixed-price.ts";
import type { Environment } from "../../../stacks/environment.ts";
import { stackEnvironment } from "../../../stacks/environment.ts";
import { root } from "../../support/local-stack.ts";

function pricedOf(environment: Environment): Priced {
  const { region, zones, network, cluster, internalGateway, edge, backup } = environment;
  if (network.kind !== "vpc" || cluster.kind !== "eks") throw new Error("no platform on AWS");
  const { systemNodes, logs } = cluster;
  const { retentionDays } = logs;
  return {
    region,
    zones: zones.length,
    nat: network.nat,
    systemNodes,
    retentionDays,
    internalGateway,
    edge,
    backup,
  };
}

const overrides = { "hanok:secrets": { kind: "generated" }, "hanok:stores": "cluster" };
const of = (stack: string) => fixedPrice(pricedOf(stackEnvironment(stack, root, { overrides })));

describe("stacks/price: the platform's fixed price", () => {
  it("is below 190 US dollars a month for dev", () => {
    const all = total(of("dev")) ?? Number.NaN;
    expect(all).to.be.below(190);
    expect(all.toFixed(2)).to.equal("188.60");
  });

  it("is below 150 with office hours, outside of which the system nodes cost nothing", () => {
    const hours = { kind: "office", from: "08:00", to: "20:00" };
    const always = stackEnvironment("dev", root, {
      overrides: { ...overrides, "hanok:hours": hours },
    });
    expect(fixedMonthlyUsd(always)).to.be.within(130, 150);
    expect(fixedMonthlyUsd(stackEnvironment("dev", root, { overrides }))).to.equal(188.6);
  });

  it("includes the internal gateway, if there is one", () => {
    const told = (stack: string, internalGateway: boolean) =>
      fixedMonthlyUsd({ ...stackEnvironment(stack, root, { overrides }), internalGateway });
    const prod = stackEnvironment("prod", root, { overrides });
    expect(fixedMonthlyUsd(prod)).to.equal(told("prod", true));
    expect(fixedMonthlyUsd(prod)).to.equal(Number(total(of("prod"))?.toFixed(2)));
    expect(told("prod", false)).to.be.below(told("prod", true) ?? 0);
    expect(told("dev", false)).to.equal(188.6);
  });

  it("is undefined for an existing cluster, and in a region without known prices", () => {
    const dev = stackEnvironment("dev", root, { overrides });
    expect(fixedMonthlyUsd({ ...dev, region: "eu-west-1" })).to.equal(undefined);
    expect(fixedMonthlyUsd(stackEnvironment("local", root))).to.equal(undefined);
  });

  it("follows the settings: NAT, zones and nodes", () => {
    const least: Priced = {
      region: "ap-northeast-2",
      zones: 2,
      nat: "instance",
      systemNodes: { instanceType: "t4g.medium", count: 2 },
      retentionDays: 30,
    };
    const price = (more: Partial<Priced>) => total(fixedPrice({ ...least, ...more })) ?? Number.NaN;
    const dearer = (more: Partial<Priced>) => Number((price(more) - price({})).toFixed(2));
    expect(dearer({ nat: "single" })).to.equal(38.54);
    // one gateway a zone, each with its address
    expect(dearer({ nat: "per-zone" })).to.equal(85.26);
    expect(dearer({ zones: 3 })).to.equal(3.65);
    // a load balancer without public addresses, and the alarm of its certificate
    expect(dearer({ internalGateway: true })).to.equal(16.53);
    expect(dearer({ systemNodes: { instanceType: "t4g.medium", count: 3 } })).to.equal(32.56);
  });

  it("is unknown, not zero, if a price is unknown", () => {
    const positions = fixedPrice({
      region: "ap-northeast-2",
      zones: 2,
      nat: "single",
      systemNodes: { instanceType: "c9g.large", count: 2 },
      retentionDays: 7,
    });
    expect(positions.filter(({ usd }) => usd === undefined)).to.have.lengthOf(1);
    expect(total(positions)).to.equal(undefined);
  });
});
