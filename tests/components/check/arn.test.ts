import { expect } from "chai";
import { describe, it } from "mocha";
import {
  certificateArn,
  validateArn,
  regionOfArn,
  samlProviderArn,
} from "../../../components/check/arn.ts";

const certificate = "certificate/12345678-1111-2222-3333-444444444444";

describe("ARNs", () => {
  it("match the requested resource, in every partition", () => {
    for (const partition of ["aws", "aws-cn", "aws-us-gov"]) {
      const region = partition === "aws-cn" ? "cn-north-1" : "ap-northeast-2";
      const arn = `arn:${partition}:acm:${region}:123456789012:${certificate}`;
      expect(validateArn(arn, certificateArn), arn).to.equal(undefined);
      expect(regionOfArn(arn)).to.equal(region);
    }
    const saml = "arn:aws:iam::123456789012:saml-provider/Identity.Center_1";
    expect(validateArn(saml, samlProviderArn)).to.equal(undefined);
    expect(regionOfArn(saml)).to.equal("");
  });

  for (const [arn, problem] of [
    ["", "is not an ARN"],
    [certificate, "is not an ARN"],
    ["arn:aws:acm:ap-northeast-2:123456789012", "is not an ARN"],
    [`arn:amazon:acm:ap-northeast-2:123456789012:${certificate}`, "is not an ARN"],
    [`arn:aws:iam::123456789012:server-${certificate}`, "is not an ARN of an ACM certificate"],
    [
      "arn:aws:acm:ap-northeast-2:123456789012:certificate/mine",
      "is not an ARN of an ACM certificate",
    ],
    [`arn:aws:acm:ap-northeast-2:1234:${certificate}`, "has no account of 12 digits"],
    [`arn:aws:acm::123456789012:${certificate}`, "has no region"],
  ] as const) {
    it(`reject ${arn}, which ${problem}`, () => {
      expect(validateArn(arn, certificateArn)).to.equal(problem);
    });
  }

  it("of IAM have no region", () => {
    expect(
      validateArn("arn:aws:iam:us-east-1:123456789012:saml-provider/x", samlProviderArn),
    ).to.equal("has a region, and IAM has none");
  });
});
