import { expect } from "chai";
import { describe, it } from "mocha";
import { find, recordEks } from "./eks-under-test.ts";

const joined = ["192.168.0.0/16", "10.16.0.0/16", "192.168.0.0/16"];

describe("components/cluster/eks: the private endpoint", () => {
  it("admits the VPC and connected networks, each once", async () => {
    const rules = (await recordEks({}, { joined })).filter(({ type }) => /IngressRule$/.test(type));
    expect(rules.map(({ inputs }) => inputs)).to.have.deep.members(
      ["10.16.0.0/16", "192.168.0.0/16"].map((cidrIpv4) => ({
        securityGroupId: "sg-cluster",
        cidrIpv4,
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        description: "Private endpoint of the API",
        tags: { Name: `house-api-${cidrIpv4.replace(/[./]/g, "-")}` },
      })),
    );
  });

  it("stays open as long as the provider uses it", async () => {
    const resources = await recordEks({}, { joined: ["192.168.0.0/16"] });
    const { dependsOn } = find(resources, "kubernetes", "house");
    expect(dependsOn).to.include.members(["house-api-10-16-0-0-16", "house-api-192-168-0-0-16"]);
  });
});
