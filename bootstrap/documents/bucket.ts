import type { Names } from "../names.ts";
import type { Statement } from "./statement.ts";

const keyOfRequest = "s3:x-amz-server-side-encryption-aws-kms-key-id";

/** Policy of the state bucket. It requires TLS 1.2 and the state's key, and grants no permissions. */
export function bucketPolicy({ bucket }: Names, key: string): readonly Statement[] {
  const everybody = {
    Effect: "Deny",
    Principal: "*",
    Resource: [bucket.arn, `${bucket.arn}/*`],
  } as const;
  return [
    {
      ...everybody,
      Sid: "TlsOnly",
      Action: ["s3:*"],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
    {
      ...everybody,
      Sid: "Tls12OrNewer",
      Action: ["s3:*"],
      Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
    },
    {
      // a request without a key uses the bucket's default, which is this key
      ...everybody,
      Sid: "ThisKeyOnly",
      Action: ["s3:PutObject"],
      Resource: [`${bucket.arn}/*`],
      Condition: {
        StringNotEquals: { [keyOfRequest]: key },
        Null: { [keyOfRequest]: "false" },
      },
    },
  ];
}
