import { exemptTag } from "../check/exempt.ts";
import type { LaunchTemplateArgs } from "@pulumi/aws/ec2/launchTemplate.js";
import * as pulumi from "@pulumi/pulumi";

interface NatTemplateArgs {
  readonly imageId: pulumi.Input<string>;
  readonly profileArn: pulumi.Input<string>;
  readonly securityGroupId: pulumi.Input<string>;
  readonly networkInterfaceId: pulumi.Input<string>;
  readonly allocationId: pulumi.Input<string>;
  readonly tags: Readonly<Record<string, string>>;
}

/** Launch template of the NAT instances. They have no SSH key; Session Manager gives a shell. */
export function natTemplate(args: NatTemplateArgs): LaunchTemplateArgs {
  const { imageId, profileArn, securityGroupId, networkInterfaceId, allocationId, tags } = args;
  return {
    imageId,
    // the smallest Graviton: 5 Gbit/s in bursts, 32 Mbit/s all day (https://fck-nat.dev/stable/choosing_an_instance_size/)
    instanceType: "t4g.nano",
    // a new instance has no CPU credits: with "standard" it would take minutes to boot
    creditSpecification: { cpuCredits: "unlimited" },
    iamInstanceProfile: { arn: profileArn },
    metadataOptions: {
      httpEndpoint: "enabled",
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
    },
    blockDeviceMappings: [
      {
        deviceName: "/dev/xvda",
        ebs: {
          volumeSize: 8,
          volumeType: "gp3",
          encrypted: "true",
          deleteOnTermination: "true",
        },
      },
    ],
    networkInterfaces: [
      {
        deviceIndex: 0,
        // the instance calls EC2 from this address; the fixed address then replaces it
        associatePublicIpAddress: "true",
        deleteOnTermination: "true",
        securityGroups: [securityGroupId],
      },
    ],
    tagSpecifications: ["instance", "network-interface", "volume"].map((resourceType) => ({
      resourceType,
      tags: { ...tags },
    })),
    userData: pulumi
      .all([networkInterfaceId, allocationId])
      .apply(([eni, eip]) => Buffer.from(natUserData(eni, eip)).toString("base64")),
    updateDefaultVersion: true,
    tags: {
      ...tags,
      ...exemptTag("eks-no-public-ip-on-nodes", "A NAT instance is the way out and no node"),
    },
  };
}

/** Writes fck-nat's configuration (https://fck-nat.dev/stable/configuration/) and restarts it: it starts before user data runs. */
export function natUserData(networkInterfaceId: string, allocationId: string): string {
  return [
    "#!/bin/sh",
    `printf 'eni_id=%s\\neip_id=%s\\n' '${networkInterfaceId}' '${allocationId}' > /etc/fck-nat.conf`,
    "systemctl restart fck-nat.service",
    "",
  ].join("\n");
}
