import { aws, type Cases, three, unknown } from "../support/case.ts";

const statement = (more: object) =>
  JSON.stringify({
    Statement: [{ Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", ...more }],
  });
const queue = (more: object) => aws("sqs", "QueuePolicy", "queue", { policy: statement(more) });
const permission = (more: object) =>
  aws("lambda", "Permission", "call", {
    action: "lambda:InvokeFunction",
    function: "api",
    principal: "*",
    ...more,
  });
const url = (authorizationType: unknown) =>
  aws("lambda", "FunctionUrl", "url", { functionName: "api", authorizationType });
const closed = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};
const block = (more: object) =>
  aws("s3", "AccountPublicAccessBlock", "block", { ...closed, ...more });

export const publicAccessCases: Cases = {
  "resource-policy-not-open": three({
    passes: queue({ Condition: { ArnEquals: { "aws:SourceArn": "arn:aws:sns:x:1:orders" } } }),
    fails: queue({}),
    violates: ["queue policy.Statement[0].Principal"],
    edge: [
      aws("efs", "FileSystemPolicy", "files", {
        policy: statement({
          Condition: { Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" } },
        }),
      }),
      aws("opensearch", "Domain", "search", {
        vpcOptions: { subnetIds: ["subnet-1"] },
        accessPolicies: statement({}),
      }),
      aws("sns", "TopicPolicy", "topic", {
        policy: statement({ Condition: { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } } }),
      }),
    ],
    why: "mount targets and a VPC decide who comes; every address is everyone",
    finds: ["topic policy.Statement[0].Principal"],
  }),
  "lambda-not-public": three({
    passes: permission({ principal: "s3.amazonaws.com", sourceArn: "arn:aws:s3:::uploads" }),
    fails: permission({}),
    violates: ["call principal"],
    edge: permission({ principalOrgId: unknown }),
    why: "an organization that the run makes",
  }),
  "lambda-url-authenticated": three({
    passes: url("AWS_IAM"),
    fails: url("NONE"),
    violates: ["url authorizationType"],
    edge: permission({ functionUrlAuthType: "NONE" }),
    why: "the permission of a URL is no URL",
  }),
  "snapshot-not-public": three({
    passes: aws("rds", "Snapshot", "snap", { sharedAccounts: ["123456789012"] }),
    fails: aws("rds", "Snapshot", "snap", { sharedAccounts: ["all"] }),
    violates: ["snap sharedAccounts"],
    edge: [
      aws("ec2", "AmiLaunchPermission", "image", { imageId: "ami-1", group: "all" }),
      aws("ssm", "Document", "run", { permissions: { type: "Share", account_ids: "All" } }),
    ],
    why: "an image, and a document in the API's own spelling",
    finds: ["image group", "run permissions.account_ids"],
  }),
  "account-blocks-public-access": three({
    passes: block({}),
    fails: block({ restrictPublicBuckets: false }),
    violates: ["block restrictPublicBuckets"],
    edge: [
      aws("s3", "AccountPublicAccessBlock", "block", {}),
      aws("ebs", "SnapshotBlockPublicAccess", "snapshots", { state: "unblocked" }),
      aws("ebs", "EncryptionByDefault", "volumes", {}),
    ],
    why: "an absent switch of the account is off; encryption by default is on",
    finds: [...Object.keys(closed).map((key) => `block ${key}`), "snapshots state"],
  }),
};
