import { expect } from "chai";
import { describe, it } from "mocha";
import { idleSeconds } from "../../stacks/gateways.ts";

const service = (seconds?: number) => ({
  image: "shop/web",
  runtime: "static" as const,
  port: 80,
  health: "/",
  startupSeconds: 5,
  resources: { cpu: "100m", memory: "64Mi" },
  scaling: { kind: "fixed" as const, replicas: 1, because: "a test" },
  ...(seconds === undefined ? {} : { idleSeconds: seconds }),
});

describe("idle timeout of a gateway", () => {
  it("is the longest of its routes, and at least ELB's default", () => {
    const shop = {
      host: "shop",
      services: { web: service(), chat: service(3600) },
      routes: { "/": "web" },
    };
    expect(idleSeconds([])).to.equal(60);
    expect(idleSeconds([{ ...shop, routes: {} }])).to.equal(60);
    expect(idleSeconds([shop])).to.equal(60);
    expect(idleSeconds([shop, { ...shop, routes: { "/ws": "chat" } }])).to.equal(3600);
    expect(
      idleSeconds([{ ...shop, services: { web: service(5) }, routes: { "/": "web" } }]),
    ).to.equal(60);
  });
});
