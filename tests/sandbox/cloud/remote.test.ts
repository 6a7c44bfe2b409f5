import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { awsx } from "../../../sandbox/cloud/remote/awsx/index.ts";
import { eks } from "../../../sandbox/cloud/remote/eks/index.ts";
import { ComponentProvider } from "../../../sandbox/cloud/remote/provider.ts";
import { recordResources } from "../../../ops/mocks/recorder.ts";
import { vpcArgs } from "./remote-vpc.ts";

const provider = new ComponentProvider("@pulumi/awsx", "3.9.0", awsx);
const type = "awsx:ec2:Vpc";

/** The arguments as they come over the wire: plain, and without what is left out. */
const inputs: Readonly<Record<string, unknown>> = JSON.parse(JSON.stringify(vpcArgs));

const construct = (more: Readonly<Record<string, unknown>>): Promise<string> =>
  provider.construct("network", type, { ...inputs, ...more }, {}).then(
    () => "it was made",
    (error: Error) => error.message,
  );

const specs = (change: (spec: object, index: number) => object): object => ({
  subnetSpecs: (vpcArgs.subnetSpecs ?? []).map(change),
});
const first = (more: object) =>
  specs((spec, index) => (index === 0 ? { ...spec, ...more } : spec)) as Record<string, unknown>;

describe("stand-ins for remote components", () => {
  it("refuse a type that they do not know", async () => {
    const all = [
      [provider, "awsx:ecs:FargateService", "awsx:ec2:Vpc is"],
      [
        new ComponentProvider("@pulumi/eks", "4.3.0", eks),
        "eks:index:NodeGroupV2",
        "eks:index:Cluster is",
      ],
    ] as const;
    for (const [one, token, known] of all) {
      const message = await one.construct("x", token, {}, {}).then(
        () => "it was made",
        (error: Error) => error.message,
      );
      expect(message).to.contain(`${token} of `).and.to.contain(`is not simulated; ${known}`);
    }
  });

  it("refuse functions and methods", async () => {
    const token = "awsx:ec2:getDefaultVpc";
    for (const ask of [() => provider.invoke(token), () => provider.call(token)])
      expect(await ask().catch(String)).to.contain(`${token} of @pulumi/awsx is not simulated`);
  });

  const refused: readonly (readonly [string, Readonly<Record<string, unknown>>, RegExp])[] = [
    ["another argument", { region: "us-east-1" }, /: region: is not simulated$/],
    [
      "all that is wrong at once",
      { subnetStrategy: "Auto", ipv6NetmaskLength: 56 },
      /subnetStrategy: .*"Exact".*; ipv6NetmaskLength: is not simulated/,
    ],
    [
      "another NAT strategy",
      { natGateways: { strategy: "Single" } },
      /natGateways\.strategy: .*"None"/,
    ],
    [
      "addresses of NAT gateways",
      { natGateways: { strategy: "None", elasticIpAllocationIds: ["eipalloc-1"] } },
      /natGateways\.elasticIpAllocationIds: is not simulated/,
    ],
    ["a mask", first({ cidrMask: 19 }), /subnetSpecs\[0\]\.cidrMask: is not simulated/],
    ["a missing argument", { tags: undefined }, /: tags: /],
    ["an output", { cidrBlock: pulumi.output("10.16.0.0/16") }, /cidrBlock: .*expected string/],
    [
      "zones with one suffix",
      { availabilityZoneNames: ["ap-northeast-2a", "ap-southeast-2a", "ap-northeast-2c"] },
      /both reduce to "2a"/,
    ],
    [
      "blocks that are not as many as zones",
      first({ cidrBlocks: ["10.16.0.0/19"] }),
      /subnetSpecs\[0\] must match the number of availability zones \(3\)/,
    ],
    [
      "one name twice",
      first({ type: "Public", name: "public" }),
      /type "public" require unique names/,
    ],
    [
      "subnets that overlap",
      first({ cidrBlocks: ["10.16.0.0/19", "10.16.64.0/19", "10.16.160.0/22"] }),
      /overlap .*\n\n1\. network-private-3: 10\.16\.160\.0\/22\n2\. network-public-3/,
    ],
    [
      "a gap",
      first({ cidrBlocks: ["10.16.0.0/20", "10.16.64.0/19", "10.16.128.0/19"] }),
      /gaps: network-private-1 \(10\.16\.0\.0\/20\) <=> network-public-1 \(10\.16\.32\.0\/22\)$/,
    ],
    ["a VPC that is not filled", { cidrBlock: "10.16.0.0/15" }, /ends before VPC ends \(at 10\.17/],
  ];
  for (const [name, more, message] of refused)
    it(`refuse ${name}`, async () => expect(await construct(more)).to.match(message));

  it("hand on to the children what the component has", async () => {
    const resources = await recordResources(async () => {
      const above = new pulumi.ComponentResource("test:index:Above", "above");
      await provider.construct("network", type, inputs, { parent: above, protect: true });
    });
    const children = resources.filter((one) => one.type.startsWith("aws:"));
    expect(children).to.have.length(2 + 3 * 9 + 3);
    for (const { identity, protect } of children) {
      expect(identity).to.match(/^test:index:Above\$awsx:ec2:Vpc\$aws:ec2\/vpc:Vpc/);
      expect(protect, identity).to.equal(true);
    }
  });
});
