import { expect } from "chai";
import type { Properties } from "../../../../sandbox/cloud/model.ts";
import { recoveryPointType } from "../../../../sandbox/cloud/services/backup.ts";
import { edgeTypes } from "../../../../sandbox/cloud/services/cloudfront.ts";
import { wafTypes } from "../../../../sandbox/cloud/services/wafv2.ts";
import type { TestCloud } from "../cloud.ts";
import { accepts, existing, type Ground, refuses } from "./table.ts";

const vault = "aws:backup/vault:Vault";
const visibility = {
  cloudwatchMetricsEnabled: true,
  metricName: "m",
  sampledRequestsEnabled: true,
};

function acl(cloud: TestCloud, more: Properties = {}): string {
  const { properties } = cloud.make(wafTypes.acl, {
    name: "edge",
    scope: "REGIONAL",
    defaultAction: { allow: {} },
    visibilityConfig: visibility,
    ...more,
  });
  return String(properties["arn"]);
}
const rule = (name: string, priority: number): Properties => ({
  name: `r${priority}`,
  priority,
  overrideAction: { none: {} },
  visibilityConfig: visibility,
  statement: { managedRuleGroupStatement: { vendorName: "AWS", name } },
});
const balancer = (cloud: TestCloud, of: Ground): string =>
  cloud.id("aws:lb/loadBalancer:LoadBalancer", { name: "edge", subnets: [of.a, of.b] });

refuses("WAF", [
  [
    "CloudFront's scope in another region",
    /WAFInvalidParameterException: Error reason: The scope is not valid/,
    (c) => acl(c, { scope: "CLOUDFRONT" }),
  ],
  ["the same name twice", /WAFDuplicateItemException/, (c) => [acl(c), acl(c)]],
  [
    "a managed group that there is not",
    /WAFNonexistentItemException/,
    (c) => acl(c, { rules: [rule("AWSManagedRulesNone", 1)] }),
  ],
  [
    "a priority twice",
    /priorities of rules must differ/,
    (c) =>
      acl(c, {
        rules: [rule("AWSManagedRulesSQLiRuleSet", 1), rule("AWSManagedRulesSQLiRuleSet", 1)],
      }),
  ],
  [
    "more than 5000 units",
    /WAFLimitsExceededException/,
    (c) =>
      acl(c, {
        rules: Array.from({ length: 8 }, (_, at) => rule("AWSManagedRulesCommonRuleSet", at)),
      }),
  ],
  [
    "an association of nothing",
    /WAFUnavailableEntityException/,
    (c) =>
      c.make(wafTypes.association, {
        webAclArn: acl(c),
        resourceArn:
          "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:loadbalancer/app/none/0",
      }),
  ],
  [
    "the deletion of what is associated",
    /WAFAssociatedItemException/,
    (c, of) => {
      const arn = acl(c);
      c.make(wafTypes.association, { webAclArn: arn, resourceArn: balancer(c, of) });
      c.delete(wafTypes.acl, arn.split("/").at(-1) ?? "");
    },
  ],
  [
    "a log group of another name",
    /WAFInvalidParameterException: .*LOG_DESTINATION/,
    (c) =>
      c.make(wafTypes.logging, {
        resourceArn: acl(c),
        logDestinationConfigs: ["arn:aws:logs:ap-northeast-2:123456789012:log-group:waf"],
      }),
  ],
]);

const behaviour = {
  targetOriginId: "app",
  viewerProtocolPolicy: "redirect-to-https",
  allowedMethods: ["GET", "HEAD"],
  cachedMethods: ["GET", "HEAD"],
  cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
};
function distribution(cloud: TestCloud, more: Properties = {}): string {
  return cloud.id(edgeTypes.distribution, {
    enabled: true,
    origins: [{ originId: "app", domainName: "app.example.com" }],
    defaultCacheBehavior: behaviour,
    restrictions: { geoRestriction: { restrictionType: "none" } },
    viewerCertificate: { cloudfrontDefaultCertificate: true },
    ...more,
  });
}
const certificate = (region: string): Properties => ({
  viewerCertificate: {
    acmCertificateArn: `arn:aws:acm:${region}:123456789012:certificate/one`,
    sslSupportMethod: "sni-only",
  },
});

refuses("CloudFront", [
  [
    "a certificate of another region than us-east-1",
    /InvalidViewerCertificate: .*us-east-1/,
    (c) => distribution(c, certificate("ap-northeast-2")),
  ],
  [
    "an alias without a certificate",
    /InvalidViewerCertificate/,
    (c) => distribution(c, { aliases: ["www.example.com"] }),
  ],
  [
    "an alias twice",
    /CNAMEAlreadyExists/,
    (c) =>
      [1, 2].map(() =>
        distribution(c, { aliases: ["www.example.com"], ...certificate("us-east-1") }),
      ),
  ],
  [
    "a cache policy that is not there",
    /NoSuchCachePolicy/,
    (c) => distribution(c, { defaultCacheBehavior: { ...behaviour, cachePolicyId: "none" } }),
  ],
  [
    "the deletion of an access control in use",
    /OriginAccessControlInUse/,
    (c) => {
      const id = c.id(edgeTypes.accessControl, {
        name: "oac",
        originAccessControlOriginType: "s3",
        signingBehavior: "always",
        signingProtocol: "sigv4",
      });
      distribution(c, {
        origins: [{ originId: "app", domainName: "b.s3.amazonaws.com", originAccessControlId: id }],
      });
      c.delete(edgeTypes.accessControl, id);
    },
  ],
]);

refuses("AWS Backup", [
  [
    "a vault twice",
    /AlreadyExistsException/,
    (c) => [1, 2].map(() => c.make(vault, { name: "main" })),
  ],
  [
    "the deletion of a vault with recovery points",
    /InvalidRequestException: Backup vault cannot be deleted because it contains recovery points/,
    (c) => {
      c.make(vault, { name: "main" });
      existing(c, recoveryPointType, "point", { backupVaultName: "main" });
      c.delete(vault, "main");
    },
  ],
  [
    "a plan into no vault",
    /InvalidParameterValueException: Backup vault none does not exist/,
    (c) =>
      c.make("aws:backup/plan:Plan", {
        name: "daily",
        rules: [{ ruleName: "daily", targetVaultName: "none" }],
      }),
  ],
]);

accepts("edge", [
  [
    "a web ACL with its capacity, on a balancer",
    (c, of) => {
      const arn = acl(c, { rules: [rule("AWSManagedRulesCommonRuleSet", 1)] });
      expect(arn).to.match(
        /^arn:aws:wafv2:ap-northeast-2:123456789012:regional\/webacl\/edge\/[0-9a-f-]{36}$/,
      );
      expect(
        c.resources.store.list("ap-northeast-2", wafTypes.acl)[0]?.properties["capacity"],
      ).to.equal(700);
      c.make(wafTypes.association, { webAclArn: arn, resourceArn: balancer(c, of) });
    },
  ],
  [
    "a distribution with a certificate of us-east-1",
    (c) => {
      const before = c.types();
      const id = distribution(c, { aliases: ["www.example.com"], ...certificate("us-east-1") });
      c.delete(edgeTypes.distribution, id);
      expect(c.types()).to.deep.equal(before);
    },
  ],
]);
