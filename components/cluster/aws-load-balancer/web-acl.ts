import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import type { WebAclArgs } from "@pulumi/aws/wafv2/webAcl.js";
import { WebAcl } from "@pulumi/aws/wafv2/webAcl.js";
import { WebAclLoggingConfiguration } from "@pulumi/aws/wafv2/webAclLoggingConfiguration.js";
import type * as pulumi from "@pulumi/pulumi";
import { mostRequests, ruleGroups } from "./rule-groups.ts";

/** Makes the web ACL of a gateway. What it refuses or counts is logged, without cookies and credentials. */
export function createWebAcl(
  name: string,
  { clusterName, retentionInDays }: { clusterName: string; retentionInDays: number },
  options: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const acl = new WebAcl(name, webAcl(name), options);
  const logs = new LogGroup(
    name,
    {
      // WAF writes to no group of another prefix
      name: `aws-waf-logs-${clusterName}`,
      retentionInDays,
      tags: { Name: name },
    },
    options,
  );
  const logging = new WebAclLoggingConfiguration(
    name,
    {
      resourceArn: acl.arn,
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

/** Its rules: a limit for each address, then the groups. */
export function webAcl(name: string): WebAclArgs {
  const visible = (metricName: string) => ({
    cloudwatchMetricsEnabled: true,
    sampledRequestsEnabled: true,
    metricName,
  });
  return {
    scope: "REGIONAL",
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
        // the group's own actions hold
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
