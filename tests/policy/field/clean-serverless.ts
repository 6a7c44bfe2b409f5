import { type FieldPlan, json, of, ref, text } from "./declare.ts";

/** Clean plans of functions. */
export const cleanServerlessPlans: readonly FieldPlan[] = [
  {
    why: "a function behind a queue and a topic, and the role of the pipeline that ships it",
    stack: "prod",
    resources: [
      of("aws:kms/key:Key", "key", {
        enableKeyRotation: true,
        policy: {
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { AWS: "arn:aws:iam::123456789012:root" },
              Action: "kms:*",
              Resource: "*",
            },
            {
              Effect: "Allow",
              Principal: { AWS: "*" },
              Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
              Resource: "*",
              Condition: {
                StringEquals: {
                  "kms:CallerAccount": "123456789012",
                  "kms:ViaService": "sqs.ap-northeast-2.amazonaws.com",
                },
              },
            },
          ],
        },
      }),
      of("aws:cloudwatch/logGroup:LogGroup", "worker-logs", {
        name: "/aws/lambda/worker",
        retentionInDays: 30,
        kmsKeyId: ref("key", "arn"),
      }),
      of("aws:sqs/queue:Queue", "jobs", {
        kmsMasterKeyId: ref("key"),
        visibilityTimeoutSeconds: 180,
      }),
      of("aws:sns/topic:Topic", "orders", { kmsMasterKeyId: ref("key") }),
      of("aws:sqs/queuePolicy:QueuePolicy", "jobs-policy", {
        queueUrl: ref("jobs", "url"),
        policy: json({
          Version: "2012-10-17",
          Statement: {
            Effect: "Allow",
            Principal: { Service: "sns.amazonaws.com" },
            Action: "sqs:SendMessage",
            Resource: ref("jobs", "arn"),
            Condition: { ArnEquals: { "aws:SourceArn": ref("orders", "arn") } },
          },
        }),
      }),
      of("aws:iam/role:Role", "worker-role", {
        assumeRolePolicy: {
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { Service: "lambda.amazonaws.com" },
              Action: "sts:AssumeRole",
            },
          ],
        },
      }),
      of("aws:iam/rolePolicy:RolePolicy", "worker-policy", {
        role: ref("worker-role"),
        policy: json({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
              Resource: ref("jobs", "arn"),
            },
            {
              Effect: "Allow",
              Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
              Resource: text`${ref("worker-logs", "arn")}:*`,
            },
            { Effect: "Allow", Action: "xray:Put*", Resource: "*" },
            {
              Effect: "Deny",
              NotAction: "sts:*",
              Resource: "*",
              Condition: { Bool: { "aws:SecureTransport": "false" } },
            },
          ],
        }),
      }),
      of("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "worker-basic", {
        role: ref("worker-role", "name"),
        policyArn: "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
      }),
      of("aws:lambda/function:Function", "worker", {
        role: ref("worker-role", "arn"),
        runtime: "nodejs22.x",
        handler: "index.handler",
        memorySize: 256,
        timeout: 30,
        kmsKeyArn: ref("key", "arn"),
        tracingConfig: { mode: "Active" },
        environment: { variables: { LOG_LEVEL: "info", QUEUE: ref("jobs", "url") } },
      }),
      of("aws:lambda/eventSourceMapping:EventSourceMapping", "worker-jobs", {
        eventSourceArn: ref("jobs", "arn"),
        functionName: ref("worker", "arn"),
      }),
      of("aws:dynamodb/table:Table", "state", {
        hashKey: "id",
        attributes: [{ name: "id", type: "S" }],
        billingMode: "PAY_PER_REQUEST",
        deletionProtectionEnabled: true,
        serverSideEncryption: { enabled: true, kmsKeyArn: ref("key", "arn") },
        pointInTimeRecovery: { enabled: true },
      }),
      of("aws:ecr/repository:Repository", "worker-images", {
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: ref("key", "arn") }],
      }),
      of("aws:iam/role:Role", "pipeline", {
        assumeRolePolicy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: {
                Federated:
                  "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
              },
              Action: "sts:AssumeRoleWithWebIdentity",
              Condition: {
                StringEquals: {
                  "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
                  "token.actions.githubusercontent.com:sub": "repo:shop/worker:ref:refs/heads/main",
                },
              },
            },
          ],
        }),
      }),
    ],
  },
];
