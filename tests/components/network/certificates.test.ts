import { Record as DnsRecord } from "@pulumi/aws/route53/record.js";
import type * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { describe, it } from "mocha";
import {
  type CertificatesArgs,
  createCertificates,
} from "../../../components/network/certificates.ts";
import { certificate, children, named, recordPart, topic } from "./record.ts";

async function record(more: Partial<CertificatesArgs> = {}, preview = false) {
  const arns: Record<string, unknown> = {};
  const recorded = await recordPart(
    (options) => {
      const made = createCertificates(
        "shop-certificate",
        {
          domain: "example.com",
          publicZoneId: "Z1",
          delegated: true,
          region: "ap-northeast-2",
          cloudFront: false,
          alarmTopicArn: topic,
          ...more,
        },
        options,
      );
      for (const [key, arn] of Object.entries(made) as [string, pulumi.Output<string>][]) {
        arns[key] = undefined;
        arn.apply((value) => (arns[key] = value));
      }
    },
    { preview },
  );
  return { recorded, arns };
}

const regional = [
  "Certificate shop-certificate",
  "Record shop-certificate-validation",
  "CertificateValidation shop-certificate",
  "MetricAlarm shop-certificate-CertificateExpires",
];
const both = [
  ...regional,
  "Certificate shop-certificate-cloudfront",
  "CertificateValidation shop-certificate-cloudfront",
];

describe("certificates", () => {
  it("wait for the delegation", async () => {
    const { recorded, arns } = await record({ delegated: false, cloudFront: true });
    expect(recorded).to.deep.equal([]);
    expect(arns).to.deep.equal({});
  });

  it("cover the domain and its wildcard, both validated by one record", async () => {
    const { recorded, arns } = await record();
    expect(children(recorded)).to.have.members(regional);
    expect(named(recorded, "shop-certificate", ":Certificate").inputs).to.deep.equal({
      domainName: "example.com",
      subjectAlternativeNames: ["*.example.com"],
      validationMethod: "DNS",
      tags: { Name: "shop-certificate" },
    });
    expect(named(recorded, "shop-certificate-validation").inputs).to.deep.equal({
      zoneId: "Z1",
      name: "_a1.example.com.",
      type: "CNAME",
      records: ["_b2.acm-validations.aws."],
      ttl: 300,
      allowOverwrite: true,
    });
    const validation = named(recorded, "shop-certificate", "CertificateValidation");
    expect(validation.inputs).to.deep.equal({
      certificateArn: certificate(7),
      validationRecordFqdns: ["_a1.example.com."],
    });
    expect(validation.customTimeouts?.create).to.equal("20m");
    expect(arns).to.deep.equal({ regional: certificate(7) });
  });

  it("have a second one for CloudFront, validated by the same record", async () => {
    const { recorded, arns } = await record({ cloudFront: true });
    expect(children(recorded)).to.have.members(both);
    const where = { region: "us-east-1" };
    expect(named(recorded, "shop-certificate-cloudfront", ":Certificate").inputs).to.deep.include(
      where,
    );
    expect(
      named(recorded, "shop-certificate-cloudfront", "CertificateValidation").inputs,
    ).to.deep.equal({
      certificateArn: certificate(8, "us-east-1"),
      validationRecordFqdns: ["_a1.example.com."],
      ...where,
    });
    expect(arns).to.deep.equal({
      regional: certificate(7),
      cloudFront: certificate(8, "us-east-1"),
    });
  });

  it("need no second one in CloudFront's region", async () => {
    const { recorded, arns } = await record({ cloudFront: true, region: "us-east-1" });
    expect(children(recorded)).to.have.members(regional);
    expect(arns.cloudFront).to.equal(arns.regional);
  });

  it("are the same in a preview, which knows no record yet", async () => {
    const { recorded, arns } = await record({ cloudFront: true }, true);
    expect(children(recorded)).to.have.members(both);
    expect(arns).to.have.keys("regional", "cloudFront");
  });

  it("depend on the record that restricts their issuers", async () => {
    const recorded = await recordPart((options) => {
      const after = new DnsRecord("caa", { zoneId: "Z1", name: "example.com", type: "CAA" });
      const zone = { domain: "example.com", publicZoneId: "Z1", delegated: true };
      const where = { region: "ap-northeast-2", cloudFront: false };
      return createCertificates("shop-certificate", { ...zone, ...where, after }, options);
    });
    expect(named(recorded, "shop-certificate", ":Certificate").dependsOn).to.deep.equal(["caa"]);
  });

  it("have alarms", async () => {
    const { recorded } = await record();
    expect(named(recorded, "shop-certificate-CertificateExpires").inputs).to.deep.include({
      dimensions: { CertificateArn: certificate(7) },
      alarmDescription:
        "The certificate of example.com ends in 30 days or less. Runbook: docs/runbooks/CertificateExpires.md",
      alarmActions: [topic],
    });
  });
});
