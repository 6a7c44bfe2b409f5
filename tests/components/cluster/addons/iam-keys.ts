/**
 * Condition keys of every action
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html).
 */
export const globalConditionKeys =
  /^aws:(RequestTag|ResourceTag|TagKeys|RequestedRegion|SecureTransport|PrincipalArn)(\/|$)/;
