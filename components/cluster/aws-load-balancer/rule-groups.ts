/** Requests of one address in five minutes, above which it is refused until it asks for less. */
export const mostRequests = 3000;

/**
 * AWS's own rule groups in the order in which they are asked, 1 USD a month each, and 5 for the list
 * (https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html).
 * A rule in `counted` only counts: bodies above 8 KiB are uploads here.
 */
export const ruleGroups = [
  { name: "AWSManagedRulesAmazonIpReputationList", counted: [] },
  { name: "AWSManagedRulesKnownBadInputsRuleSet", counted: [] },
  { name: "AWSManagedRulesCommonRuleSet", counted: ["SizeRestrictions_BODY"] },
] as const;

/** The groups, and the limit for each address. */
export const ruleCount = ruleGroups.length + 1;
