import type { Statement } from "../iam/policy-document.ts";

const cloudWatch = { Service: "cloudwatch.amazonaws.com" } as const;

/**
 * Policy of the topic's key: the account as IAM allows, and CloudWatch, which must encrypt what it sends
 * (https://repost.aws/knowledge-center/cloudwatch-configure-alarm-sns). Whose alarms may send is said by the topic's own policy.
 */
export function keyPolicy(account: string): readonly Statement[] {
  return [
    {
      Sid: "AccountByIam",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: "kms:*",
      Resource: "*",
    },
    {
      Sid: "CloudWatchEncrypts",
      Effect: "Allow",
      Principal: cloudWatch,
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Resource: "*",
    },
  ];
}

/** Alarms of this account and region alone: https://repost.aws/knowledge-center/cloudwatch-receive-sns-for-alarm-trigger */
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
  ];
}
