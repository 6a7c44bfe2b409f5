import { Alias } from "@pulumi/aws/kms/alias.js";
import { Key } from "@pulumi/aws/kms/key.js";
import { Secret } from "@pulumi/aws/secretsmanager/secret.js";
import * as pulumi from "@pulumi/pulumi";
import { exemptTag } from "../../check/exempt.ts";
import { createBucket } from "../../aws/bucket.ts";
import { accountByIam, document, type Statement } from "../../iam/policy-document.ts";
import type { DataPolicy } from "../../platform.ts";
import { keyAlias, type Owned, type OwnedResource } from "../control-plane.ts";
import type { ClusterPlace } from "./names.ts";

interface OwnedPlace extends Omit<ClusterPlace, "account"> {
  readonly account: pulumi.Input<string>;
  /** ARN of the environment's key. */
  readonly keyArn: pulumi.Output<string>;
  readonly data: DataPolicy;
}

/** Days until AWS deletes a key or a secret. */
const waitingDays = { keep: 30, discard: 14 } as const;

/** Makes an AWS resource of an add-on. */
export function createOwned(
  name: string,
  resource: OwnedResource,
  place: OwnedPlace,
  given: pulumi.CustomResourceOptions,
): Owned {
  const options = { ...given, protect: place.data === "keep" };
  switch (resource.kind) {
    case "bucket":
      return createOwnBucket(name, resource.expireAfterDays, place, options);
    case "key":
      return createKey(name, resource, place, options);
    case "secret":
      return createSecret(name, resource.description, place, options);
  }
}

const once = "An add-on writes each object once and it ends by its age";
const writtenOnce = {
  ...exemptTag("s3-versioning", once),
  ...exemptTag("s3-access-logging", once),
};

function createOwnBucket(
  name: string,
  expireDays: number,
  { keyArn, region, data }: OwnedPlace,
  options: pulumi.CustomResourceOptions,
): Owned {
  const { bucket, arn } = createBucket(
    name,
    { data, expireDays, keyArn, exempt: writtenOnce },
    options,
  );
  return {
    id: bucket,
    statements: pulumi
      .all([arn, keyArn])
      .apply(([own, key]) => usesBucket(name, own, usesKeyThrough("s3", region, key))),
    ready: [],
  };
}

/** The names of statements are unique in a policy, and consist of letters and digits. */
const sid = (what: string, name: string): string => what + name.replaceAll(/[^A-Za-z0-9]/g, "");

/** Statements for the objects of a bucket. */
const usesBucket = (name: string, arn: string, key: Statement): readonly Statement[] => [
  { ...key, Sid: sid("KeyOf", name) },
  {
    Sid: sid("List", name),
    Effect: "Allow",
    Action: ["s3:ListBucket", "s3:GetBucketLocation", "s3:ListBucketMultipartUploads"],
    Resource: arn,
  },
  {
    Sid: sid("ObjectsOf", name),
    Effect: "Allow",
    Action: [
      "s3:GetObject",
      "s3:PutObject",
      "s3:DeleteObject",
      "s3:AbortMultipartUpload",
      "s3:ListMultipartUploadParts",
    ],
    Resource: `${arn}/*`,
  },
];

/** The environment's key also encrypts Secrets of the cluster, so its use is bound to one service of AWS. */
const usesKeyThrough = (service: string, region: string, keyArn: string): Statement => ({
  Effect: "Allow",
  Action: ["kms:Decrypt", "kms:GenerateDataKey"],
  Resource: keyArn,
  Condition: { StringEquals: { "kms:ViaService": `${service}.${region}.amazonaws.com` } },
});

function createKey(
  name: string,
  { alias, description }: Extract<OwnedResource, { readonly kind: "key" }>,
  { account, clusterName, data }: OwnedPlace,
  options: pulumi.CustomResourceOptions,
): Owned {
  const { protect: _, ...within } = options;
  const key = new Key(
    name,
    {
      description: `${description}, ${clusterName}`,
      enableKeyRotation: true,
      deletionWindowInDays: waitingDays[data],
      policy: pulumi.output(account).apply((id) => document([accountByIam(id)])),
      tags: { Name: name },
    },
    options,
  );
  return {
    id: key.arn,
    statements: key.arn.apply((arn) => [
      {
        Sid: sid("Use", name),
        Effect: "Allow" as const,
        Action: ["kms:Encrypt", "kms:Decrypt", "kms:DescribeKey"],
        Resource: arn,
      },
    ]),
    ready: [
      new Alias(name, { name: keyAlias(clusterName, alias), targetKeyId: key.keyId }, within),
    ],
  };
}

function createSecret(
  name: string,
  description: string,
  { keyArn, region, clusterName, data }: OwnedPlace,
  options: pulumi.CustomResourceOptions,
): Owned {
  const secret = new Secret(
    name,
    {
      description: `${description}, ${clusterName}`,
      kmsKeyId: keyArn,
      // a discarded environment may be created again at once under the same name
      recoveryWindowInDays: data === "keep" ? waitingDays.keep : 0,
      tags: { Name: name, ...exemptTag("secret-rotation", "The add-on itself writes it") },
    },
    options,
  );
  return {
    id: secret.arn,
    statements: pulumi.all([secret.arn, keyArn]).apply(([arn, key]) => [
      {
        Sid: sid("Use", name),
        Effect: "Allow" as const,
        Action: [
          "secretsmanager:DescribeSecret",
          "secretsmanager:GetSecretValue",
          "secretsmanager:PutSecretValue",
        ],
        Resource: arn,
      },
      { ...usesKeyThrough("secretsmanager", region, key), Sid: sid("KeyOf", name) },
    ]),
    ready: [],
  };
}
