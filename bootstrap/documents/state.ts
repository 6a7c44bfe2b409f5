import type { Names } from "../names.ts";
import type { Statement } from "./statement.ts";

/**
 * Object actions of Pulumi's S3 backend: it reads, writes, copies and deletes objects.
 * A lock is also an object. Source: pkg/backend/diy of pulumi/pulumi.
 */
export const stateObjectActions = [
  "s3:AbortMultipartUpload",
  "s3:DeleteObject",
  "s3:GetObject",
  "s3:PutObject",
] as const;

/** S3 generates a data key on write and decrypts it on read. `awskms` encrypts and decrypts its own data key. */
export const keyUses = [
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:GenerateDataKey*",
  "kms:ReEncrypt*",
] as const;

/** Key actions for reading. They suffice for `pulumi preview`, which does not lock or write. */
export const keyReads = ["kms:Decrypt", "kms:DescribeKey"] as const;

/** Reads the state of every stack in the bucket, including secrets. */
export function readsState({ bucket }: Names, key: string): readonly Statement[] {
  return [
    {
      Sid: "ListsState",
      Effect: "Allow",
      Action: ["s3:GetBucketLocation", "s3:ListBucket"],
      Resource: [bucket.arn],
    },
    {
      Sid: "ReadsState",
      Effect: "Allow",
      Action: ["s3:GetObject"],
      Resource: [`${bucket.arn}/.pulumi/*`],
    },
    { Sid: "DecryptsState", Effect: "Allow", Action: keyReads, Resource: [key] },
  ];
}

/** Reads, writes and locks the state. */
export function writesState(names: Names, key: string): readonly Statement[] {
  return [
    ...readsState(names, key),
    {
      Sid: "WritesState",
      Effect: "Allow",
      Action: stateObjectActions,
      Resource: [`${names.bucket.arn}/.pulumi/*`],
    },
    { Sid: "EncryptsState", Effect: "Allow", Action: keyUses, Resource: [key] },
  ];
}
