import type { ResourceRow } from "../model.ts";
import { text } from "../values.ts";
import { buckets, objectTypes, ofBucket } from "./s3/bucket.ts";
import { parts } from "./s3/parts.ts";
import { bucketPolicy } from "./s3/policy.ts";

/** Objects block the deletion of a bucket. */
const objectsOfBuckets = objectTypes.map((type): ResourceRow => ({
  type,
  autoname: "key",
  defaults: { storageClass: "STANDARD" },
  references: { bucket: { ...ofBucket, onDelete: "refuse" } },
  behaviour: {
    create: ({ inputs, digits }) => ({
      etag: text(inputs, "etag") ?? digits("etag").slice(0, 32),
      contentType: text(inputs, "contentType") ?? "application/octet-stream",
      versionId: digits("version").slice(0, 32),
    }),
  },
}));

/** Buckets; each of their settings is a separate resource. */
export const s3: readonly ResourceRow[] = [...buckets, ...parts, bucketPolicy, ...objectsOfBuckets];
