import { type FieldPlan, k8s, of, ref } from "./declare.ts";

const visible = {
  cloudwatchMetricsEnabled: true,
  metricName: "firewall",
  sampledRequestsEnabled: true,
};

/** Clean plans that say it in other words. */
export const cleanNotationPlans: readonly FieldPlan[] = [
  {
    why: "rules of a web ACL as JSON, a node without a metadata service, a volume in a backup by condition",
    resources: [
      of("aws:wafv2/webAcl:WebAcl", "firewall", {
        scope: "REGIONAL",
        defaultAction: { allow: {} },
        ruleJson: JSON.stringify([
          {
            Name: "common",
            Priority: 1,
            OverrideAction: { None: {} },
            Statement: {
              ManagedRuleGroupStatement: {
                VendorName: "AWS",
                Name: "AWSManagedRulesCommonRuleSet",
              },
            },
          },
        ]),
        visibilityConfig: visible,
      }),
      of("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", "firewall-log", {
        resourceArn: ref("firewall", "arn"),
        logDestinationConfigs: ["arn:aws:s3:::aws-waf-logs-shop"],
      }),
      of("aws:ec2/launchTemplate:LaunchTemplate", "template", {
        metadataOptions: { httpEndpoint: "disabled" },
      }),
      of("aws:ebs/volume:Volume", "data", {
        availabilityZone: "ap-northeast-2a",
        encrypted: true,
        type: "gp3",
        size: 20,
        tags: { backup: "daily" },
      }),
      of("aws:backup/plan:Plan", "plan", {
        rules: [
          {
            ruleName: "daily",
            targetVaultName: "shared",
            schedule: "cron(0 5 ? * * *)",
            lifecycle: { deleteAfter: 35 },
          },
        ],
      }),
      of("aws:backup/selection:Selection", "selection", {
        planId: ref("plan"),
        iamRoleArn: "arn:aws:iam::123456789012:role/backup",
        resources: ["*"],
        conditions: [{ stringEquals: [{ key: "aws:ResourceTag/backup", value: "daily" }] }],
      }),
    ],
  },
  {
    why: "Services without pods of the stack, and values that only speak of secrets",
    resources: [
      k8s("v1", "Service", "shop/database", {
        spec: { type: "ExternalName", externalName: "orders.abc.ap-northeast-2.rds.amazonaws.com" },
      }),
      k8s("v1", "Service", "shop/legacy", { spec: { clusterIP: "None", ports: [{ port: 5432 }] } }),
      k8s("networking.k8s.io/v1", "NetworkPolicy", "shop/deny", {
        spec: { podSelector: { matchLabels: {} }, policyTypes: ["Ingress"] },
      }),
      of("kubernetes:helm.sh/v3:Release", "console", {
        chart: "console",
        namespace: "shop",
        values: {
          tokenExpiry: "1h",
          secretName: "console",
          secrets: { enabled: true },
          passwordPolicy: { minLength: 12 },
          extraEnvVars: [
            {
              name: "ADMIN_TOKEN",
              valueFrom: { secretKeyRef: { name: "console", key: "token" } },
            },
          ],
        },
      }),
    ],
  },
  {
    why: "a bucket of version 6 with everything inline in lists, and a role of an application's users",
    resources: [
      of("aws:s3/bucketV2:BucketV2", "uploads", {
        bucket: "shop-uploads",
        versionings: [{ enabled: true }],
        serverSideEncryptionConfigurations: [
          {
            rules: [
              {
                applyServerSideEncryptionByDefaults: [{ sseAlgorithm: "aws:kms" }],
                bucketKeyEnabled: true,
              },
            ],
          },
        ],
        lifecycleRules: [
          {
            enabled: true,
            abortIncompleteMultipartUploadDays: 3,
            noncurrentVersionExpirations: [{ days: 30 }],
          },
        ],
        loggings: [{ targetBucket: "shop-access", targetPrefix: "uploads/" }],
      }),
      of("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "uploads-pab", {
        bucket: ref("uploads"),
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      }),
      of("aws:s3/bucketPolicy:BucketPolicy", "uploads-policy", {
        bucket: ref("uploads", "bucket"),
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: {
            Effect: "Deny",
            Principal: { AWS: ["*"] },
            Action: ["s3:*"],
            Resource: ["arn:aws:s3:::shop-uploads/*", "arn:aws:s3:::shop-uploads"],
            Condition: { Bool: { "aws:SecureTransport": ["false"] } },
          },
        }),
      }),
      of("aws:iam/role:Role", "users", {
        assumeRolePolicy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { Federated: "cognito-identity.amazonaws.com" },
              Action: "sts:AssumeRoleWithWebIdentity",
              Condition: {
                StringEquals: { "cognito-identity.amazonaws.com:aud": "ap-northeast-2:pool" },
                "ForAnyValue:StringLike": {
                  "cognito-identity.amazonaws.com:amr": "authenticated",
                },
              },
            },
          ],
        }),
      }),
    ],
  },
];
