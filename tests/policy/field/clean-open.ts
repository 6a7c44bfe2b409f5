import { type FieldPlan, json, of, ref } from "./declare.ts";

const account = "123456789012";
const allow = (principal: unknown, action: string, more: object = {}) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: principal, Action: action, Resource: "*", ...more }],
});
const orders = `arn:aws:sns:eu-west-1:${account}:orders`;

/** Clean facts of policies and environments that resemble a violation: each is right by a condition, a default or a reference. */
export const cleanOpenPlans: readonly FieldPlan[] = [
  {
    why: "a topic's default policy, and a queue that takes messages of one topic",
    resources: [
      of("aws:sns/topicPolicy:TopicPolicy", "topic", {
        arn: orders,
        policy: JSON.stringify(
          allow({ AWS: "*" }, "SNS:Publish", {
            Condition: { StringEquals: { "AWS:SourceOwner": account } },
          }),
        ),
      }),
      of("aws:sqs/queuePolicy:QueuePolicy", "queue", {
        queueUrl: "jobs",
        policy: JSON.stringify(
          allow("*", "sqs:SendMessage", { Condition: { ArnLike: { "aws:SourceArn": orders } } }),
        ),
      }),
    ],
  },
  {
    why: "a file system that everyone mounts over TLS by its mount targets alone",
    resources: [
      of("aws:efs/fileSystem:FileSystem", "files", {
        encrypted: true,
        kmsKeyId: `arn:aws:kms:eu-west-1:${account}:key/1`,
      }),
      of("aws:efs/fileSystemPolicy:FileSystemPolicy", "policy", {
        fileSystemId: ref("files"),
        policy: json(
          allow({ AWS: "*" }, "elasticfilesystem:ClientMount", {
            Resource: ref("files", "arn"),
            Condition: { Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" } },
          }),
        ),
      }),
    ],
  },
  {
    why: "a registry that the organization reads, and a secret that another account's role reads",
    resources: [
      of("aws:ecr/repositoryPolicy:RepositoryPolicy", "images", {
        repository: "shop",
        policy: JSON.stringify(
          allow("*", "ecr:BatchGetImage", {
            Condition: { StringEquals: { "aws:PrincipalOrgID": "o-abc1234567" } },
          }),
        ),
      }),
      of("aws:secretsmanager/secretPolicy:SecretPolicy", "secret", {
        secretArn: `arn:aws:secretsmanager:eu-west-1:${account}:secret:db`,
        policy: JSON.stringify({
          Statement: [
            {
              Effect: "Deny",
              Principal: "*",
              Action: "secretsmanager:DeleteSecret",
              Resource: "*",
            },
            ...allow(
              { AWS: "arn:aws:iam::999988887777:role/reader" },
              "secretsmanager:GetSecretValue",
            ).Statement,
          ],
        }),
      }),
    ],
  },
  {
    why: "an event bus of the organization, and a vault that refuses deletions by everyone",
    resources: [
      of("aws:cloudwatch/eventBusPolicy:EventBusPolicy", "bus", {
        policy: JSON.stringify(
          allow("*", "events:PutEvents", {
            Condition: { StringEquals: { "aws:PrincipalOrgID": "o-abc1234567" } },
          }),
        ),
      }),
      of("aws:backup/vaultPolicy:VaultPolicy", "vault", {
        backupVaultName: "main",
        policy: JSON.stringify({
          Statement: {
            Effect: "Deny",
            Principal: "*",
            Action: "backup:DeleteRecoveryPoint",
            Resource: "*",
          },
        }),
      }),
    ],
  },
  {
    why: "a function whose variables name secrets, numbers and addresses",
    resources: [
      of("aws:lambda/function:Function", "api", {
        runtime: "python3.13",
        environment: {
          variables: {
            DB_SECRET_ARN: `arn:aws:secretsmanager:eu-west-1:${account}:secret:db`,
            DB_SECRET: "prod/shop/db",
            API_KEY_PARAMETER: "/shop/api-key",
            TOKEN_ISSUER: "https://auth.shop.example/",
            MAX_TOKENS: "4096",
            TOKEN_USE: "access",
            PASSWORD_MIN_LENGTH: "14",
          },
        },
      }),
      of("aws:lambda/permission:Permission", "call", {
        action: "lambda:InvokeFunction",
        function: ref("api", "name"),
        principal: "apigateway.amazonaws.com",
        sourceArn: `arn:aws:execute-api:eu-west-1:${account}:abc/*/*`,
      }),
    ],
  },
  {
    why: "a task that reads its password from a secret, with a file system over TLS",
    resources: [
      of("aws:ecs/taskDefinition:TaskDefinition", "web", {
        family: "web",
        networkMode: "awsvpc",
        containerDefinitions: json([
          {
            name: "web",
            image: "ghcr.io/shop/web:1.0.0",
            environment: [{ name: "DB_HOST", value: "db.internal" }],
            secrets: [
              {
                name: "DB_PASSWORD",
                valueFrom: `arn:aws:secretsmanager:eu-west-1:${account}:secret:db`,
              },
            ],
            command: ["serve", "--password-file", "/run/secrets/db"],
            linuxParameters: { initProcessEnabled: true },
          },
        ]),
        volumes: [
          {
            name: "files",
            efsVolumeConfiguration: { fileSystemId: "fs-1", transitEncryption: "ENABLED" },
          },
        ],
      }),
      of("aws:ecs/service:Service", "web-service", {
        taskDefinition: ref("web", "arn"),
        networkConfiguration: { subnets: ["subnet-1"], assignPublicIp: false },
      }),
    ],
  },
  {
    why: "user data that reads its secrets at start",
    resources: [
      of("aws:ec2/launchTemplate:LaunchTemplate", "nodes", {
        metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
        userData: Buffer.from(
          "#!/bin/bash\nset -euo pipefail\nexport DB_PASSWORD=$(aws ssm get-parameter --with-decryption --name /shop/db/password --query Parameter.Value)\ntoken=${TOKEN:-}\n",
        ).toString("base64"),
      }),
    ],
  },
];
