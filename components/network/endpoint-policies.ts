import { document } from "../iam/policy-document.ts";

/**
 * What the S3 endpoint lets through: everything for identities of the account, and to all others the reading of an object, which the image
 * layers of ECR and the package archives of Amazon Linux are. So what runs here cannot write to a bucket with somebody else's keys.
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

/** What the DynamoDB endpoint lets through: identities of the account. */
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
