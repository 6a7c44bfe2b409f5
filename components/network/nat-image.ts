import { getAmiOutput } from "@pulumi/aws/ec2/getAmi.js";
import type * as pulumi from "@pulumi/pulumi";

/**
 * The fck-nat image. Its name and version are the same in every region where the project publishes it. A new image
 * replaces the instance, so the version is pinned: https://github.com/AndrewGuenther/fck-nat/blob/main/docs/ami-support-policy.md
 */
const image = {
  owner: "568608671756",
  name: "fck-nat-al2023-hvm-1.4.0-20260701-arm64-ebs",
} as const;

/** Looks the image up in the provider's region. */
export function natImage({ parent, provider }: pulumi.CustomResourceOptions) {
  return getAmiOutput(
    {
      owners: [image.owner],
      filters: [{ name: "name", values: [image.name] }],
      mostRecent: true,
      // AWS hides a public image after two years, but still launches it
      includeDeprecated: true,
    },
    {
      ...(parent === undefined ? {} : { parent }),
      ...(provider === undefined ? {} : { provider }),
    },
  );
}
