import { expect } from "chai";
import { describe, it } from "mocha";
import { checkSystem } from "../../apps/check.ts";
import { defineSystem, inProfile } from "../../apps/system.ts";
import { leastService } from "../support/fixtures.ts";
import { ground } from "./shop.ts";

const one = { kind: "fixed", replicas: 1, because: "a few people try it out" } as const;
const large = { cpu: "64", memory: "512Gi" } as const;

const shop = defineSystem({
  name: "shop",
  host: "www",
  stores: {},
  services: {
    web: {
      ...leastService,
      environment: { LOG_LEVEL: "info", MODE: "shop" },
      in: {
        dev: { scaling: one, environment: { LOG_LEVEL: "debug" } },
        prod: { resources: large },
      },
    },
    night: {
      kind: "cron",
      image: "night",
      runtime: "go",
      resources: leastService.resources,
      deadlineSeconds: 60,
      schedule: "@daily",
      in: { dev: { suspended: true } },
    },
  },
  routes: { "/": "web" },
});

describe("a system in a profile", () => {
  it("has the patches of that profile, and variables are merged one by one", () => {
    const { web, night } = inProfile(shop, "dev").services;
    expect(web).to.deep.equal({
      ...leastService,
      scaling: one,
      environment: { LOG_LEVEL: "debug", MODE: "shop" },
    });
    expect(night).to.include({ schedule: "@daily", suspended: true });
  });

  it("is as written in another profile", () => {
    const { web, night } = inProfile(shop, "local").services;
    expect(web).to.include({ scaling: leastService.scaling, resources: leastService.resources });
    expect(night).not.to.have.any.keys("in", "suspended");
  });

  it("is checked as it is there", () => {
    const keys = (profile: "dev" | "prod") =>
      checkSystem(shop, { ...ground, profile }).issues.map(({ key }) => key);
    expect(keys("dev")).to.deep.equal([]);
    expect(keys("prod")).to.include("shop.services.web.resources.cpu");
  });
});
