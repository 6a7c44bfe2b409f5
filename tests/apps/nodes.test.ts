import { expect } from "chai";
import { describe, it } from "mocha";
import { checkSystem } from "../../apps/check.ts";
import { issueLine } from "../../components/validation.ts";
import { dev } from "../../stacks/dev.ts";
import { prod } from "../../stacks/prod.ts";
import { broken } from "../support/broken.ts";
import { ground, shop } from "./shop.ts";

const eks = (profile: Pick<typeof dev | typeof prod, "nodePools">) => ({
  redundancy: "none" as const,
  cluster: { kind: "eks" as const },
  nodes: [],
  nodePools: profile.nodePools,
});

const asking = (resources: object) => broken(shop, ["services", "api", "resources"], resources);
const lines = (resources: object, on: Parameters<typeof checkSystem>[1]) =>
  checkSystem(asking(resources), on).issues.map(issueLine);

describe("apps/check: whether a service fits", () => {
  const tenCores = { cpu: "10", memory: "8Gi" };

  it("depends on hanok:nodes on an existing cluster", () => {
    expect(lines(tenCores, ground)[0]).to.match(
      /resources.cpu = "10" — does not fit on any node of hanok:n/,
    );
  });

  it("depends on the NodePools on EKS", () => {
    expect(lines(tenCores, eks(prod))).to.deep.equal([]);
    expect(lines(tenCores, eks(dev))).to.deep.equal([
      'shop.services.api.resources.cpu = "10" — does not fit on any node of hanok:nodePools (spot, on-demand); ' +
        "the largest offers about 7.9 cores. Request less, or raise nodeCpu.max or limits of a pool.",
    ]);
  });

  it("is refused if no node of a pool has enough memory, or enough memory for its cores", () => {
    expect(lines({ cpu: "1", memory: "200Gi" }, eks(prod))[0]).to.match(/about 127\.4Gi/);
    const only = { ...prod.nodePools["on-demand"], categories: ["c", "r"] as const };
    const pools = {
      small: { ...only, categories: ["r"] as const, nodeCpu: { min: 2, max: 2 } },
      large: { ...only, categories: ["c"] as const, nodeCpu: { min: 4, max: 4 } },
    };
    const on = { ...eks(prod), nodePools: pools };
    expect(lines({ cpu: "3", memory: "12Gi" }, on)[0]).to.match(/requests more memory per core/);
    expect(lines({ cpu: "3", memory: "6Gi" }, on)).to.deep.equal([]);
  });

  it("never exceeds the limits of a pool", () => {
    const small = { ...prod.nodePools["on-demand"], limits: { cpu: 8, memory: "32Gi" } };
    const on = { ...eks(prod), nodePools: { small } };
    expect(lines(tenCores, on)[0]).to.match(
      /hanok:nodePools \(small\); the largest offers about 7\.9/,
    );
    expect(lines({ cpu: "1", memory: "40Gi" }, on)[0]).to.match(/about 31\.4Gi/);
  });

  it("is refused on pools of another architecture", () => {
    const arm = { ...prod.nodePools["on-demand"], architectures: ["arm64"] as const };
    const { issues } = checkSystem(shop, { ...eks(prod), nodePools: { arm } });
    expect(issues.map(({ key }) => key)).to.deep.equal(
      ["api", "config", "files"].map((name) => `shop.services.${name}.architectures`),
    );
  });

  it("is refused on Spot alone where a store or a volume keeps data", () => {
    const on = { ...eks(prod), nodePools: { cheap: prod.nodePools.spot } };
    expect(checkSystem(shop, on).issues.map(issueLine)).to.deep.equal([
      'hanok:nodePools = ["cheap"] — has Spot nodes only, and orders of shop keeps data, which does not run on Spot. ' +
        "Add a pool with capacity: [on-demand], or on-demand to the capacity of one.",
    ]);
    const { files: _, ...services } = shop.services;
    const keys = checkSystem({ ...shop, stores: {}, services }, on).issues.map(({ key }) => key);
    expect(keys).not.to.include("hanok:nodePools");
  });
});
