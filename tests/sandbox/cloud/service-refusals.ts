import { policy, reads, roleOf, trusted, type, type Wanted } from "./services.ts";

export const refused: readonly Wanted[] = [
  [
    "a role's name twice",
    /EntityAlreadyExists: Role with name worker already exists/,
    (c) => [roleOf(c), roleOf(c)],
  ],
  ["a role's name of 65 letters", /must have 1 to 64 characters/, (c) => roleOf(c, "r".repeat(65))],
  [
    "a boundary that there is not",
    /NoSuchEntity: Scope ARN/,
    (c) =>
      c.make(type.role, {
        name: "r",
        assumeRolePolicy: trusted,
        permissionsBoundary: "arn:aws:iam::123456789012:policy/gone",
      }),
  ],
  [
    "a policy's name twice",
    /EntityAlreadyExists: A policy called p already exists/,
    (c) => [1, 2].map(() => c.make(type.policy, { name: "p", policy: reads })),
  ],
  [
    "to attach to no role",
    /NoSuchEntity: The role with name gone cannot be found/,
    (c) =>
      c.make(type.attachment, {
        role: "gone",
        policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
      }),
  ],
  [
    "an eleventh policy of a role",
    /LimitExceeded: Cannot exceed quota for PoliciesPerRole: 10/,
    (c) => {
      const role = roleOf(c);
      for (let at = 0; at <= 10; at += 1)
        c.make(type.attachment, {
          role,
          policyArn: c.id(type.policy, { name: `p${at}`, policy: reads }),
        });
    },
  ],
  [
    "inline policies of more than 10240 in sum",
    /LimitExceeded: Maximum policy size of 10240 bytes exceeded for role worker/,
    (c) => {
      const role = roleOf(c);
      const long = policy({
        Action: "s3:GetObject",
        Resource: `arn:aws:s3:::${"a".repeat(6000)}/*`,
      });
      for (const name of ["one", "two"]) c.make(type.rolePolicy, { role, name, policy: long });
    },
  ],
  [
    "to delete an attached policy",
    /DeleteConflict: Cannot delete a policy attached to entities/,
    (c) => {
      const policyArn = c.id(type.policy, { name: "p", policy: reads });
      c.make(type.attachment, { role: roleOf(c), policyArn });
      c.delete(type.policy, policyArn);
    },
  ],
  [
    "to delete a role of a profile",
    /DeleteConflict/,
    (c) => {
      const role = roleOf(c);
      c.make(type.profile, { name: "p", role });
      c.delete(type.role, role);
    },
  ],
  [
    "an identity provider twice",
    /EntityAlreadyExists: Provider with url https:\/\/id\.example already exists/,
    (c) =>
      [1, 2].map(() => c.make(type.provider, { url: "https://id.example", clientIdLists: ["a"] })),
  ],
  [
    "a service's role twice",
    /InvalidInput: Service role name AWSServiceRoleForAutoScaling has been taken/,
    (c) => [1, 2].map(() => c.make(type.linked, { awsServiceName: "autoscaling.amazonaws.com" })),
  ],
  [
    "a key that locks everybody out",
    /MalformedPolicyDocumentException: The new key policy will not allow you to update the key policy/,
    (c) =>
      c.make(type.key, {
        policy: policy({
          Principal: { AWS: "arn:aws:iam::123456789012:root" },
          Action: "kms:Decrypt",
          Resource: "*",
        }),
      }),
  ],
  [
    "an alias of no key",
    /NotFoundException: Key 'gone' does not exist/,
    (c) => c.make(type.alias, { name: "alias/a", targetKeyId: "gone" }),
  ],
  [
    "an alias twice",
    /AlreadyExistsException: An alias with the name alias\/a already exists/,
    (c) => {
      const targetKeyId = c.id(type.key, {});
      for (const _ of [1, 2]) c.make(type.alias, { name: "alias/a", targetKeyId });
    },
  ],
  [
    "a log group twice",
    /ResourceAlreadyExistsException/,
    (c) => [1, 2].map(() => c.make(type.logs, { name: "/a" })),
  ],
  [
    "42 days of logs",
    /retentionInDays of aws:cloudwatch\/logGroup:LogGroup is 42: it must be one of/,
    (c) => c.make(type.logs, { name: "/a", retentionInDays: 42 }),
  ],
  [
    "a key that logs may not use",
    /InvalidParameterException: The specified KMS key does not exist or is not allowed/,
    (c) => c.make(type.logs, { name: "/a", kmsKeyId: c.make(type.key, {}).properties["arn"] }),
  ],
  [
    "an alarm of more points than periods",
    /ValidationError: DatapointsToAlarm/,
    (c) =>
      c.make(type.alarm, {
        name: "a",
        comparisonOperator: "GreaterThanThreshold",
        evaluationPeriods: 1,
        datapointsToAlarm: 2,
        metricName: "m",
        namespace: "n",
        period: 60,
        statistic: "Sum",
        threshold: 1,
      }),
  ],
  [
    "a composite alarm of no alarm",
    /ValidationError: Could not save the composite alarm/,
    (c) => c.make(type.composite, { alarmName: "c", alarmRule: "ALARM(gone)" }),
  ],
  [
    "a bucket that somebody has",
    /BucketAlreadyExists/,
    (c) => c.make(type.bucket, { bucket: "backup" }),
  ],
  [
    "a bucket twice",
    /BucketAlreadyOwnedByYou/,
    (c) => [1, 2].map(() => c.make(type.bucket, { bucket: "hanok-a" })),
  ],
  [
    "a bucket's name in capitals",
    /InvalidBucketName/,
    (c) => c.make(type.bucket, { bucket: "Hanok" }),
  ],
  [
    "to delete a bucket with objects",
    /BucketNotEmpty: The bucket you tried to delete is not empty/,
    (c) => {
      const bucket = c.id(type.bucket, { bucket: "hanok-a" });
      c.make(type.object, { bucket, key: "k", content: "v" });
      c.delete(type.bucket, bucket);
    },
  ],
  [
    "a bucket policy of another bucket",
    /MalformedPolicy: Policy has invalid resource/,
    (c) =>
      c.make(type.bucketPolicy, {
        bucket: c.id(type.bucket, { bucket: "hanok-a" }),
        policy: policy({
          Principal: { AWS: "123456789012" },
          Action: "s3:GetObject",
          Resource: "arn:aws:s3:::hanok-b/*",
        }),
      }),
  ],
  [
    "a bucket policy with an action beside its resource",
    /MalformedPolicy: Action does not apply to any resource\(s\) in statement/,
    (c) =>
      c.make(type.bucketPolicy, {
        bucket: c.id(type.bucket, { bucket: "hanok-a" }),
        policy: policy({
          Principal: { AWS: "123456789012" },
          Action: "s3:GetObject",
          Resource: "arn:aws:s3:::hanok-a",
        }),
      }),
  ],
  [
    "a bucket for everybody",
    /AccessDenied: public policies are blocked/,
    (c) =>
      c.make(type.bucketPolicy, {
        bucket: c.id(type.bucket, { bucket: "hanok-a" }),
        policy: policy({
          Principal: "*",
          Action: "s3:GetObject",
          Resource: "arn:aws:s3:::hanok-a/*",
        }),
      }),
  ],
  [
    "a lifecycle that moves too soon",
    /InvalidArgument: 'Days' in Transition action must be greater than or equal to 30/,
    (c) =>
      c.make(type.lifecycle, {
        bucket: c.id(type.bucket, { bucket: "hanok-a" }),
        rules: [
          { id: "a", status: "Enabled", transitions: [{ days: 7, storageClass: "STANDARD_IA" }] },
        ],
      }),
  ],
];
