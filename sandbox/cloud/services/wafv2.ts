import type { Cloud, InputFault, Order, Properties, ResourceRow } from "../model.ts";
import { Refusal } from "../refusal.ts";
import { number, objects, text, texts, valuesAt } from "../values.ts";

export const wafTypes = {
  acl: "aws:wafv2/webAcl:WebAcl",
  association: "aws:wafv2/webAclAssociation:WebAclAssociation",
  ipSet: "aws:wafv2/ipSet:IpSet",
  ruleGroup: "aws:wafv2/ruleGroup:RuleGroup",
  logging: "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
} as const;

/** Maximum capacity units of a web ACL: "AWS WAF quotas". */
const mostUnits = 5000;

/** Capacity units of AWS's managed rule groups: "AWS Managed Rules rule groups list". */
const managed: Readonly<Record<string, number>> = {
  AWSManagedRulesCommonRuleSet: 700,
  AWSManagedRulesAdminProtectionRuleSet: 100,
  AWSManagedRulesKnownBadInputsRuleSet: 200,
  AWSManagedRulesSQLiRuleSet: 200,
  AWSManagedRulesLinuxRuleSet: 200,
  AWSManagedRulesUnixRuleSet: 100,
  AWSManagedRulesWindowsRuleSet: 200,
  AWSManagedRulesPHPRuleSet: 100,
  AWSManagedRulesWordPressRuleSet: 100,
  AWSManagedRulesAmazonIpReputationList: 25,
  AWSManagedRulesAnonymousIpList: 50,
  AWSManagedRulesBotControlRuleSet: 50,
  AWSManagedRulesATPRuleSet: 50,
  AWSManagedRulesACFPRuleSet: 50,
  AWSManagedRulesAntiDDoSRuleSet: 50,
};

/** @throws Refusal for CloudFront's scope outside us-east-1 */
function admitScope(inputs: Properties, cloud: Cloud): void {
  if (inputs["scope"] === "CLOUDFRONT" && cloud.region !== "us-east-1")
    throw new Refusal(
      "WAFInvalidParameterException: Error reason: The scope is not valid., field: SCOPE_VALUE, parameter: CLOUDFRONT",
    );
}

function ruleFaults(inputs: Properties): readonly InputFault[] {
  const rules = objects(inputs, "rules");
  const isTwice = (name: string): boolean => {
    const all = rules.flatMap((rule) => (rule[name] === undefined ? [] : [rule[name]]));
    return new Set(all).size < all.length;
  };
  return [
    ...(isTwice("name") ? [{ property: "rules", reason: "names of rules must differ" }] : []),
    ...(isTwice("priority")
      ? [{ property: "rules", reason: "priorities of rules must differ" }]
      : []),
  ];
}

function capacityOf(inputs: Properties, cloud: Cloud): number {
  const units = objects(inputs, "rules").map((rule) => {
    const groups = valuesAt(rule, ["statement", "managedRuleGroupStatement", "name"]);
    const own = valuesAt(rule, ["statement", "ruleGroupReferenceStatement", "arn"]);
    const vendor = valuesAt(rule, ["statement", "managedRuleGroupStatement", "vendorName"])[0];
    const name = groups[0];
    if (typeof name === "string") {
      if (vendor === "AWS" && managed[name] === undefined)
        throw new Refusal(
          `WAFNonexistentItemException: AWS WAF couldn’t perform the operation because your resource doesn’t exist: ${name}`,
        );
      return managed[name] ?? 0;
    }
    const group = cloud.where(wafTypes.ruleGroup, { arn: own[0] })[0];
    return group === undefined ? 2 : (number(group.properties, "capacity") ?? 0);
  });
  return units.reduce((sum, one) => sum + one, 0);
}

function acl({ inputs, digits }: Order, cloud: Cloud): Properties {
  admitScope(inputs, cloud);
  const capacity = capacityOf(inputs, cloud);
  if (capacity > mostUnits)
    throw new Refusal(
      `WAFLimitsExceededException: AWS WAF couldn’t perform the operation because you exceeded your resource limit: ${capacity} of ${mostUnits} web ACL capacity units`,
    );
  return { capacity, applicationIntegrationUrl: "", lockToken: digits("lock").slice(0, 36) };
}

function associate({ inputs }: Order, cloud: Cloud): undefined {
  const [resource, arn] = [text(inputs, "resourceArn") ?? "", text(inputs, "webAclArn") ?? ""];
  const found = cloud.where(wafTypes.acl, { arn })[0];
  if (found?.properties["scope"] === "CLOUDFRONT" || /:cloudfront:/.test(resource))
    throw new Refusal(
      "WAFInvalidParameterException: Error reason: The ARN isn't valid. A valid ARN begins with arn: and includes other information separated by colons or slashes., field: RESOURCE_ARN",
    );
  const isBalancer = /:loadbalancer\//.test(resource);
  if (
    isBalancer &&
    (!/:loadbalancer\/app\//.test(resource) ||
      cloud.find("aws:lb/loadBalancer:LoadBalancer", resource) === undefined)
  )
    throw new Refusal(
      "WAFUnavailableEntityException: AWS WAF couldn’t retrieve the resource that you requested. Retry your request.",
    );
  if (cloud.where(wafTypes.association, { resourceArn: resource }).length > 0)
    throw new Refusal(
      "WAFAssociatedItemException: AWS WAF couldn’t perform the operation because your resource is being used by another resource or it’s associated with another resource.",
    );
  return undefined;
}

const missing = {
  error:
    "WAFNonexistentItemException: AWS WAF couldn’t perform the operation because your resource doesn’t exist: {value}",
  by: "arn",
} as const;
const statements = {
  "rules.statement.ipSetReferenceStatement.arn": { ...missing, to: [wafTypes.ipSet] },
  "rules.statement.ruleGroupReferenceStatement.arn": { ...missing, to: [wafTypes.ruleGroup] },
};

export const wafv2: readonly ResourceRow[] = [
  {
    type: wafTypes.acl,
    references: statements,
    moving: ["capacity", "lockToken"],
    behaviour: { check: ruleFaults, create: acl, update: acl },
  },
  {
    type: wafTypes.association,
    references: { webAclArn: { ...missing, to: [wafTypes.acl] } },
    behaviour: { create: associate },
  },
  {
    type: wafTypes.logging,
    references: { resourceArn: { ...missing, to: [wafTypes.acl], onDelete: "cascade" } },
    behaviour: {
      create: ({ inputs }) => {
        const bad = texts(inputs, "logDestinationConfigs").find(
          (arn) =>
            !/^arn:[\w-]+:(s3:::aws-waf-logs-|logs:[^:]*:\d*:log-group:aws-waf-logs-|firehose:[^:]*:\d*:deliverystream\/aws-waf-logs-)/.test(
              arn,
            ),
        );
        if (bad !== undefined)
          throw new Refusal(
            `WAFInvalidParameterException: Error reason: The ARN isn't valid. A valid ARN begins with arn: and includes other information separated by colons or slashes., field: LOG_DESTINATION, parameter: ${bad}`,
          );
      },
    },
  },
];
