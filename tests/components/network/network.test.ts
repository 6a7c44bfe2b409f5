import { expect } from "chai";
import { describe, it } from "mocha";
import { Network } from "../../../components/network/index.ts";
import type { Recorded } from "../../../ops/mocks/recorder.ts";
import { validateMoved } from "../../../components/network/validate-account.ts";
import { told } from "./record.ts";
import { networkArgs, recordNetwork, threeZones } from "./vpc-under-test.ts";

/** Type without its module, and name. */
const shown = ({ type, name }: Recorded) => `${type.split(":").at(-1)} ${name}`;

function find(resources: readonly Recorded[], type: string, name: string): Recorded {
  const found = resources.find((one) => one.type.endsWith(`:${type}`) && one.name === name);
  if (found === undefined) throw new Error(`no ${type} ${name} in ${resources.map(shown).join()}`);
  return found;
}

/** Children for any settings. */
const always = [
  "Network network",
  "Vpc network",
  "DefaultSecurityGroup network",
  "LogGroup network-flow-logs",
  "Role network-flow-logs",
  "RolePolicy network-flow-logs",
  "FlowLog network-flow-logs",
  "VpcEndpoint network-s3",
  "VpcEndpoint network-dynamodb",
  "Certificate network-certificates",
  "Record network-certificates-validation",
  "CertificateValidation network-certificates",
  "MetricAlarm network-certificates-CertificateExpires",
];
const routes = threeZones.map((zone) => `Route network-nat-${zone}`);
const gateway = (zone: string) => [`Eip network-nat-${zone}`, `NatGateway network-nat-${zone}`];

describe("components/network: Network", () => {
  const children: Readonly<Record<"instance" | "single" | "per-zone", readonly string[]>> = {
    instance: [
      "Eip network-nat-instance",
      "SecurityGroup network-nat-instance",
      "NetworkInterface network-nat-instance",
      "Role network-nat-instance",
      "RolePolicy network-nat-instance",
      "InstanceProfile network-nat-instance",
      "LaunchTemplate network-nat-instance",
      "Group network-nat-instance",
    ],
    single: gateway("ap-northeast-2a"),
    "per-zone": threeZones.flatMap(gateway),
  };

  for (const nat of ["instance", "single", "per-zone"] as const) {
    it(`creates exactly its children with nat: ${nat}`, async () => {
      const { resources } = await recordNetwork(networkArgs({ nat }));
      expect(resources.map(shown)).to.have.members([...always, ...routes, ...children[nat]]);
      const parents = new Set(resources.map(({ parent }) => parent));
      expect(parents).to.deep.equal(new Set([undefined, "network"]));
    });
  }

  it("outputs subnets by tier with zone, addresses and route table, and the source addresses of requests", async () => {
    const { subnets, natAddresses } = await recordNetwork(networkArgs({ nat: "per-zone" }));
    expect(subnets["private"]?.[1]).to.deep.equal({
      id: "private-2",
      zone: "ap-northeast-2b",
      cidr: "10.16.64.0/19",
      routeTableId: "rtb-private-2",
    });
    expect(subnets["data"]?.map(({ routeTableId }) => routeTableId)).to.deep.equal([
      "rtb-data-1",
      "rtb-data-2",
      "rtb-data-3",
    ]);
    expect(natAddresses).to.deep.equal(threeZones.map((zone) => `address of network-nat-${zone}`));
  });

  it("protects the VPC where data is kept, but never the NAT, whose strategy may change", async () => {
    const kept = await recordNetwork(networkArgs({}, { data: "keep" }));
    expect(kept.resources.filter(({ protect }) => protect).map(shown)).to.deep.equal([
      "Vpc network",
    ]);
    const { resources } = await recordNetwork(networkArgs());
    expect(resources.filter(({ protect }) => protect)).to.deep.equal([]);
  });

  it("removes all rules of the default security group", async () => {
    const { resources } = await recordNetwork(networkArgs());
    expect(find(resources, "DefaultSecurityGroup", "network").inputs).to.deep.equal({
      vpcId: "vpc-1",
      ingress: [],
      egress: [],
    });
  });

  it("rejects addresses other than those of its VPC, which it finds by tags", () => {
    const key = "hanok:network.cidr";
    expect(validateMoved([], "10.16.0.0/16", key)).to.deep.equal([]);
    expect(validateMoved(["10.16.0.0/16"], "10.16.0.0/16", key)).to.deep.equal([]);
    expect(told(validateMoved(["10.16.0.0/16"], "10.20.0.0/16", key))).to.deep.equal([
      `${key} is not that of the VPC that stands, 10.16.0.0/16`,
    ]);
  });

  it("rejects overlaps before it creates anything", () => {
    const args = networkArgs({ company: ["10.16.0.0/20"] });
    expect(() => new Network("network", args)).to.throw(/hanok:network.cidr.*overlaps a network/);
  });
});

describe("components/network: NAT gateways", () => {
  it("route each zone to its own gateway, or all zones to the first", async () => {
    const target = ({ inputs }: Recorded) => [inputs["routeTableId"], inputs["natGatewayId"]];
    const routesOf = async (nat: "single" | "per-zone") =>
      (await recordNetwork(networkArgs({ nat }))).resources
        .filter(({ type }) => type === "aws:ec2/route:Route")
        .map(target);
    expect(await routesOf("per-zone")).to.deep.equal(
      threeZones.map((zone, index) => [`rtb-private-${index + 1}`, `network-nat-${zone}-id`]),
    );
    expect(await routesOf("single")).to.deep.equal(
      threeZones.map((_, index) => [`rtb-private-${index + 1}`, "network-nat-ap-northeast-2a-id"]),
    );
  });

  it("are in a public subnet, and depend on the internet gateway", async () => {
    const { resources } = await recordNetwork(networkArgs({ nat: "per-zone" }));
    const { inputs, dependsOn, deleteBeforeReplace } = find(
      resources,
      "NatGateway",
      "network-nat-ap-northeast-2b",
    );
    expect(deleteBeforeReplace, "its address is one gateway's at a time").to.equal(true);
    expect(inputs).to.deep.equal({
      subnetId: "public-2",
      allocationId: "eipalloc-network-nat-ap-northeast-2b",
      connectivityType: "public",
      tags: { Name: "network-nat-ap-northeast-2b" },
    });
    expect(dependsOn).to.include("network");
  });
});
