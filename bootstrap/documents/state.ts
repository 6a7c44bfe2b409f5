import type { Names } from "../names.ts";
import type { Statement } from "./statement.ts";

/**
 * What Pulumi's S3 backend asks of its bucket: it lists, reads, writes, copies and deletes objects, and a lock is one more
 * object (pkg/backend/diy of pulumi/pulumi).
 */
export const stateObjectActions = [
  "s3:AbortMultipartUpload",
  "s3:DeleteObject",
  "s3:GetObject",
  "s3:PutObject",
] as const;

/** S3 asks for a data key when it writes and decrypts it when it reads; `awskms` encrypts and decrypts its own. */
export const keyUses = [
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:GenerateDataKey*",
  "kms:ReEncrypt*",
] as const;

/** Reading keys: enough for `pulumi preview`, which takes no lock and writes nothing. */
export const keyReads = ["kms:Decrypt", "kms:DescribeKey"] as const;

/** Reading the state of every stack in the bucket, its secrets among it. */
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

/** Reading, writing and locking it. */
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
