import { document } from "../iam/policy-document.ts";

/**
 * Policy of the S3 endpoint. Identities of the account may do everything. All others may only read objects, which ECR's
 * image layers and Amazon Linux's package archives need. So no workload can write to a bucket with another account's keys.
 */
export function s3Policy(account: string): string {
  return document([
    {
      Sid: "OwnIdentities",
      Effect: "Allow",
      Principal: "*",
      Action: "s3:*",
      Resource: "*",
      Condition: { StringEquals: { "aws:PrincipalAccount": account } },
    },
    {
      Sid: "ReadingByAnyone",
      Effect: "Allow",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: "*",
    },
  ]);
}

/** Policy of the DynamoDB endpoint: it admits only identities of the account. */
export function dynamodbPolicy(account: string): string {
  return document([
    {
      Sid: "OwnIdentities",
      Effect: "Allow",
      Principal: "*",
      Action: "dynamodb:*",
      Resource: "*",
      Condition: { StringEquals: { "aws:PrincipalAccount": account } },
    },
  ]);
}
