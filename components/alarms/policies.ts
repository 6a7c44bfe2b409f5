import { accountByIam, type Statement } from "../iam/policy-document.ts";

const cloudWatch = { Service: "cloudwatch.amazonaws.com" } as const;
const budgets = { Service: "budgets.amazonaws.com" } as const;

/** Budgets of this account: https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html */
const ofBudgets = (account: string) => ({
  StringEquals: { "aws:SourceAccount": account },
  ArnLike: { "aws:SourceArn": `arn:aws:budgets::${account}:*` },
});

/**
 * Policy of the topic's key. CloudWatch must be allowed to encrypt its messages
 * (https://repost.aws/knowledge-center/cloudwatch-configure-alarm-sns); the topic's own policy restricts the alarms.
 */
export function keyPolicy(account: string): readonly Statement[] {
  return [
    accountByIam(account),
    {
      Sid: "CloudWatchEncrypts",
      Effect: "Allow",
      Principal: cloudWatch,
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Resource: "*",
    },
    {
      Sid: "BudgetsEncrypt",
      Effect: "Allow",
      Principal: budgets,
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Resource: "*",
      Condition: ofBudgets(account),
    },
  ];
}

/** Only alarms of this account and region (https://repost.aws/knowledge-center/cloudwatch-receive-sns-for-alarm-trigger). */
export function topicPolicy(
  topicArn: string,
  region: string,
  account: string,
): readonly Statement[] {
  return [
    {
      Sid: "AlarmsOfTheAccount",
      Effect: "Allow",
      Principal: cloudWatch,
      Action: "sns:Publish",
      Resource: topicArn,
      Condition: {
        StringEquals: { "aws:SourceAccount": account },
        ArnLike: { "aws:SourceArn": `arn:aws:cloudwatch:${region}:${account}:alarm:*` },
      },
    },
    {
      Sid: "BudgetsOfTheAccount",
      Effect: "Allow",
      Principal: budgets,
      Action: "sns:Publish",
      Resource: topicArn,
      Condition: ofBudgets(account),
    },
  ];
}
