import { defineSystem } from "../../apps/system.ts";
import { defaults } from "./defaults.ts";

/** A service that keeps files in a bucket of S3 and takes its work from a queue of SQS. */
export const photos = defineSystem({
  name: "shop",
  host: "www",
  stores: {},
  services: {
    photos: {
      ...defaults,
      runtime: "go",
      port: 8080,
      health: "/healthz",
      // guide
      permissions: [
        {
          actions: ["s3:GetObject", "s3:PutObject"],
          resources: ["arn:aws:s3:::shop-photos/*"],
        },
        {
          actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage"],
          resources: ["arn:aws:sqs:ap-northeast-2:123456789012:shop-uploads"],
        },
      ],
      internet: { ports: [443], because: "the APIs of S3 and SQS have public addresses" },
      // end
    },
  },
  routes: {},
});
