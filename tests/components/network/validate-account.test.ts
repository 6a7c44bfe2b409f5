import type * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { validateAccount } from "../../../components/network/validate-account.ts";
import type { ValidationIssue } from "../../../components/validation.ts";
import { awsAnswers, natImage } from "../../../ops/mocks/aws.ts";
import { recordResources } from "../../../ops/mocks/recorder.ts";
import { told } from "./record.ts";
import { settings, threeZones } from "./vpc-under-test.ts";

const tags = { "hanok:stack": "test", Name: "hanok-test" };

/** Issues in an account with these answers, and the requests to it. */
async function faultsIn(
  answers: (call: pulumi.runtime.MockCallArgs) => Record<string, unknown>,
  more: Partial<typeof settings> = {},
  zones: readonly string[] = threeZones,
) {
  const asked: Record<string, unknown> = {};
  let issues: readonly ValidationIssue[] = [];
  const args = {
    region: "ap-northeast-2",
    zones,
    domain: "example.com",
    tags,
    key: "hanok:network",
  };
  const made = await recordResources(
    async () => {
      issues = await validateAccount({ ...args, settings: { ...settings, ...more } }, {});
    },
    {
      answers: (call) => {
        asked[call.token] = call.inputs;
        return { ...awsAnswers(call), ...answers(call) };
      },
    },
  );
  expect(made).to.deep.equal([]);
  return { asked, found: issues, issues: told(issues) };
}

describe("components/network: issues of the account", () => {
  const standing =
    (cidrBlock: string) =>
    ({ token }: pulumi.runtime.MockCallArgs): Record<string, unknown> => {
      if (token === "aws:ec2/getVpcs:getVpcs") return { ids: ["vpc-1"] };
      return token === "aws:ec2/getVpc:getVpc" ? { cidrBlock } : {};
    };

  it("are absent if the environment has no VPC yet, or one with its addresses", async () => {
    const { asked, issues } = await faultsIn(() => ({}));
    expect(issues).to.deep.equal([]);
    expect(asked["aws:ec2/getVpcs:getVpcs"]).to.deep.equal({ tags });
    expect((await faultsIn(standing("10.16.0.0/16"))).issues).to.deep.equal([]);
  });

  it("include a VPC with other addresses", async () => {
    expect((await faultsIn(standing("10.20.0.0/16"))).issues).to.deep.equal([
      "hanok:network.cidr is not that of the VPC that stands, 10.20.0.0/16",
    ]);
  });

  it("include subnets of a zone with another zone's addresses", async () => {
    const subnets = ["10.16.0.0/19", "10.16.64.0/19", "10.16.128.0/19"];
    const standing = ({ token, inputs }: pulumi.runtime.MockCallArgs): Record<string, unknown> => {
      if (token === "aws:ec2/getVpcs:getVpcs") return { ids: ["vpc-1"] };
      if (token === "aws:ec2/getVpc:getVpc") return { cidrBlock: "10.16.0.0/16" };
      if (token === "aws:ec2/getSubnets:getSubnets") return { ids: ["0", "1", "2"] };
      if (token !== "aws:ec2/getSubnet:getSubnet") return {};
      const index = Number(inputs["id"]);
      return { cidrBlock: subnets[index], availabilityZone: threeZones[index] };
    };
    const { asked, issues } = await faultsIn(standing);
    expect(issues).to.deep.equal([]);
    expect(asked["aws:ec2/getSubnets:getSubnets"]).to.deep.equal({
      filters: [
        { name: "vpc-id", values: ["vpc-1"] },
        { name: "cidr-block", values: subnets },
      ],
    });
    const [a = "", b = "", c = ""] = threeZones;
    expect((await faultsIn(standing, {}, [b, a, c])).issues).to.deep.equal([
      `hanok:zones[0] takes the place of ${a}, whose subnets stand`,
      `hanok:zones[1] takes the place of ${b}, whose subnets stand`,
    ]);
    const fourth = "ap-northeast-2d";
    expect((await faultsIn(standing, {}, [a, b, c, fourth])).issues).to.deep.equal([]);
    expect((await faultsIn(standing, {}, [a, b])).issues).to.deep.equal([]);
  });

  it("include a hosted zone of another name, or a missing one", async () => {
    const zones = { publicZone: { kind: "existing", zoneId: "Z1" } } as const;
    const zone =
      (answer: () => Record<string, unknown>) =>
      ({ token }: pulumi.runtime.MockCallArgs) =>
        token === "aws:route53/getZone:getZone" ? answer() : {};
    const foreign = zone(() => ({ name: "example.org", zoneId: "Z1" }));
    expect((await faultsIn(foreign, { zones })).issues).to.deep.equal([
      "hanok:network.zones.publicZone.zoneId is the zone of example.org",
    ]);
    const none = zone(() => {
      // gRPC's form: the monitor's answer is in the details
      throw Object.assign(new Error(), { details: "no matching Route 53 Hosted Zone found" });
    });
    expect((await faultsIn(none)).issues).to.deep.equal([
      "hanok:network.zones.publicZone is not a public hosted zone of the account",
    ]);
    const fresh = { publicZone: { kind: "new", delegated: false } } as const;
    expect((await faultsIn(none, { zones: fresh })).issues).to.deep.equal([]);
  });

  it("is that the NAT instance has no image, or one that its publisher withdrew, and which is the newest", async () => {
    const images =
      (ids: readonly string[], newest: readonly string[] = ["ami-0123456789abcdef0"]) =>
      ({ token, inputs }: pulumi.runtime.MockCallArgs): Record<string, unknown> => {
        if (token !== "aws:ec2/getAmiIds:getAmiIds") return {};
        return { ids: JSON.stringify(inputs).includes("image-id") ? ids : newest };
      };
    const nat = "instance" as const;
    const at = "hanok:network.natImage";
    const remediesIn = async (...of: Parameters<typeof faultsIn>) =>
      (await faultsIn(...of)).found.map(({ remedy }) => remedy);
    const none = { nat, natImage: undefined };
    expect((await faultsIn(images([]), none)).issues).to.deep.equal([
      `${at} is missing, and a NAT instance keeps the image that stands here`,
    ]);
    expect(await remediesIn(images([]), none)).to.deep.equal([
      "Write natImage: ami-0123456789abcdef0, the newest image of fck-nat in ap-northeast-2.",
    ]);
    expect((await faultsIn(images([]), { nat })).issues).to.deep.equal([
      `${at} is not an arm64 image of fck-nat or of your account in ap-northeast-2; its publisher may have withdrawn it`,
    ]);
    expect(await remediesIn(images([], []), { nat })).to.deep.equal([
      "fck-nat has no image in ap-northeast-2: write nat: single, or the ID of an image of your own.",
    ]);
    expect((await faultsIn(images([natImage]), { nat })).issues).to.deep.equal([]);
    expect((await faultsIn(images([]), { nat: "single" })).issues).to.deep.equal([]);
  });
});
