import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import type { WebAclArgs } from "@pulumi/aws/wafv2/webAcl.js";
import { WebAcl } from "@pulumi/aws/wafv2/webAcl.js";
import { WebAclLoggingConfiguration } from "@pulumi/aws/wafv2/webAclLoggingConfiguration.js";
import type * as pulumi from "@pulumi/pulumi";
import { exemptTag } from "../check/exempt.ts";
import { cloudFrontRegion } from "./cloudfront-region.ts";
import { mostRequests, ruleGroups } from "./web-acl-rules.ts";

const redacted =
  "Requests that the web ACL refused without cookies and credentials and the key of CloudWatch Logs encrypts them";

/** What a web ACL protects: load balancers of the stack's region, or CloudFront, whose web ACLs are in us-east-1. */
export type Protected = "REGIONAL" | "CLOUDFRONT";

export interface WebAclSettings {
  /** Last part of the log group's name, which no other web ACL of the account has. */
  readonly logName: string;
  readonly retentionInDays: number;
}

/** Creates a web ACL. It logs the requests that it blocks or counts, without cookies and credentials. */
export function createWebAcl(
  name: string,
  { logName, retentionInDays }: WebAclSettings,
  options: pulumi.CustomResourceOptions,
  scope: Protected = "REGIONAL",
): pulumi.Output<string> {
  const where = scope === "CLOUDFRONT" ? { region: cloudFrontRegion } : {};
  const acl = new WebAcl(name, { ...webAcl(name, scope), ...where }, options);
  const logs = new LogGroup(
    name,
    {
      // WAF requires this prefix of a log group's name
      name: `aws-waf-logs-${logName}`,
      ...where,
      retentionInDays,
      tags: { Name: name, ...exemptTag("log-group-kms", redacted) },
    },
    options,
  );
  const logging = new WebAclLoggingConfiguration(
    name,
    {
      resourceArn: acl.arn,
      ...where,
      logDestinationConfigs: [logs.arn],
      redactedFields: ["authorization", "cookie"].map((header) => ({
        singleHeader: { name: header },
      })),
      loggingFilter: {
        defaultBehavior: "DROP",
        filters: [
          {
            behavior: "KEEP",
            requirement: "MEETS_ANY",
            conditions: ["BLOCK", "COUNT"].map((action) => ({ actionCondition: { action } })),
          },
        ],
      },
    },
    options,
  );
  return logging.resourceArn;
}

/** The arguments of the web ACL. Its rules are a rate limit for each address, then the rule groups. */
export function webAcl(name: string, scope: Protected = "REGIONAL"): WebAclArgs {
  const visible = (metricName: string) => ({
    cloudwatchMetricsEnabled: true,
    sampledRequestsEnabled: true,
    metricName,
  });
  return {
    scope,
    description: "Requests to the public gateway",
    defaultAction: { allow: {} },
    rules: [
      {
        name: "rate",
        priority: 0,
        action: { block: {} },
        statement: {
          rateBasedStatement: {
            aggregateKeyType: "IP",
            evaluationWindowSec: 300,
            limit: mostRequests,
          },
        },
        visibilityConfig: visible(`${name}-rate`),
      },
      ...ruleGroups.map(({ name: group, counted }, index) => ({
        name: group,
        priority: index + 1,
        // keep the actions that the group defines
        overrideAction: { none: {} },
        statement: {
          managedRuleGroupStatement: {
            vendorName: "AWS",
            name: group,
            ruleActionOverrides: counted.map((rule) => ({
              name: rule,
              actionToUse: { count: {} },
            })),
          },
        },
        visibilityConfig: visible(`${name}-${group}`),
      })),
    ],
    visibilityConfig: visible(name),
    tags: { Name: name },
  };
}
