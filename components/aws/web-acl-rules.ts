/** Most requests from one address in five minutes. Above this, its requests are blocked until the rate falls. */
export const mostRequests = 3000;

/**
 * AWS's managed rule groups in the order of their evaluation. Each costs 1 USD a month, and the web ACL costs 5 USD
 * (https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html).
 * A rule in `counted` only counts requests, because bodies above 8 KiB are uploads here.
 */
export const ruleGroups = [
  { name: "AWSManagedRulesAmazonIpReputationList", counted: [] },
  { name: "AWSManagedRulesKnownBadInputsRuleSet", counted: [] },
  { name: "AWSManagedRulesCommonRuleSet", counted: ["SizeRestrictions_BODY"] },
] as const;

/** Number of rules: the groups and the rate limit. */
export const ruleCount = ruleGroups.length + 1;
