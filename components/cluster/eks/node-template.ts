import type { LaunchTemplateArgs } from "@pulumi/aws/ec2/launchTemplate.js";

/** Bottlerocket's own disk and the one of images, logs and `emptyDir`, in GiB: https://bottlerocket.dev/en/os/latest/concepts/components/ */
export const nodeDisks = { "/dev/xvda": 4, "/dev/xvdb": 20 } as const;

/**
 * What each system node is. It names no image, no type and no security group, so EKS puts in its own; no key for SSH, and a shell is Session
 * Manager's.
 * @param tags of what the group makes, which a provider's default tags do not reach
 */
export function nodeTemplate(
  name: string,
  tags: Readonly<Record<string, string>>,
): LaunchTemplateArgs {
  const own = { ...tags, Name: name };
  return {
    metadataOptions: {
      httpEndpoint: "enabled",
      httpTokens: "required",
      // a pod stands one hop further, and must not have the node's role
      httpPutResponseHopLimit: 1,
    },
    blockDeviceMappings: Object.entries(nodeDisks).map(([deviceName, volumeSize]) => ({
      deviceName,
      ebs: { volumeSize, volumeType: "gp3", encrypted: "true", deleteOnTermination: "true" },
    })),
    tagSpecifications: ["instance", "network-interface", "volume"].map((resourceType) => ({
      resourceType,
      tags: own,
    })),
    updateDefaultVersion: true,
    tags: own,
  };
}
