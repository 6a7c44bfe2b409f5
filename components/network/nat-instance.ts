import { Group } from "@pulumi/aws/autoscaling/group.js";
import { Eip } from "@pulumi/aws/ec2/eip.js";
import { LaunchTemplate } from "@pulumi/aws/ec2/launchTemplate.js";
import { NetworkInterface } from "@pulumi/aws/ec2/networkInterface.js";
import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
import type * as pulumi from "@pulumi/pulumi";
import type { Subnet } from "../platform.ts";
import { natImage } from "./nat-image.ts";
import { createNatRole } from "./nat-role.ts";
import { natTemplate } from "./nat-template.ts";

export interface NatInstanceArgs {
  readonly vpcId: pulumi.Input<string>;
  /** Name of the cluster; with `-nat` it is the instance's, by which its role knows it. */
  readonly cluster: string;
  readonly region: string;
  /** AWS account, twelve digits. */
  readonly account: pulumi.Input<string>;
  /** The instance stands in the first. */
  readonly publicSubnets: readonly Subnet[];
  /** Who may use it. */
  readonly privateSubnets: readonly Subnet[];
  /** What the way to the internet is a part of: the first boot asks EC2 for its address. */
  readonly internet: pulumi.Resource;
  /** Tags of what an autoscaling group makes: a provider's default tags do not reach it. */
  readonly tags: Readonly<Record<string, string>>;
}

interface NatInstance {
  readonly address: pulumi.Output<string>;
  readonly networkInterfaceId: pulumi.Output<string>;
  /** Depend on this before routing here; until then the route is a black hole. */
  readonly group: Group;
}

/**
 * One fck-nat instance (https://fck-nat.dev) in a group of one, which replaces it when it fails. Routes lead to an interface that stays:
 * each new instance takes it over, and the public address with it. Until then, a few minutes, nothing leaves the private subnets.
 */
export function createNatInstance(
  name: string,
  args: NatInstanceArgs,
  options: pulumi.CustomResourceOptions,
): NatInstance {
  const [subnet] = args.publicSubnets;
  if (subnet === undefined) throw new Error("a NAT instance needs a public subnet");
  const instanceName = `${args.cluster}-nat`;
  const tags = { ...args.tags, Name: instanceName };
  const eip = new Eip(name, { domain: "vpc", tags }, options);
  const group = createSecurityGroup(name, args, tags, options);
  const networkInterface = new NetworkInterface(
    name,
    {
      subnetId: subnet.id,
      description: "Where the default routes of the private subnets lead",
      securityGroups: [group.id],
      // it forwards what is neither from it nor for it
      sourceDestCheck: false,
      tags,
    },
    options,
  );
  const { profile, policy } = createNatRole(
    name,
    { ...args, instanceName, interfaceArn: networkInterface.arn, addressArn: eip.arn },
    options,
  );
  const template = new LaunchTemplate(
    name,
    natTemplate({
      imageId: natImage(options).id,
      profileArn: profile.arn,
      securityGroupId: group.id,
      networkInterfaceId: networkInterface.id,
      allocationId: eip.allocationId,
      tags,
    }),
    options,
  );
  const dependsOn = [args.internet, policy];
  const running = createGroup(name, template, subnet, tags, { ...options, dependsOn });
  return { address: eip.publicIp, networkInterfaceId: networkInterface.id, group: running };
}

/** Rules inside the group come with it: the first boot asks EC2 once for the address, and must find its way out open. */
function createSecurityGroup(
  name: string,
  { vpcId, privateSubnets }: Pick<NatInstanceArgs, "vpcId" | "privateSubnets">,
  tags: Record<string, string>,
  options: pulumi.CustomResourceOptions,
): SecurityGroup {
  const every = { protocol: "-1", fromPort: 0, toPort: 0 };
  return new SecurityGroup(
    name,
    {
      vpcId,
      description: "What the NAT instance forwards",
      ingress: [{ ...every, cidrBlocks: privateSubnets.map(({ cidr }) => cidr) }],
      egress: [{ ...every, cidrBlocks: ["0.0.0.0/0"] }],
      tags,
    },
    options,
  );
}

function createGroup(
  name: string,
  template: LaunchTemplate,
  subnet: Subnet,
  tags: Record<string, string>,
  options: pulumi.CustomResourceOptions,
): Group {
  return new Group(
    name,
    {
      minSize: 1,
      maxSize: 1,
      vpcZoneIdentifiers: [subnet.id],
      launchTemplate: {
        id: template.id,
        // a number and not $Latest, so that a new template replaces the instance
        version: template.latestVersion.apply(String),
      },
      healthCheckType: "EC2",
      healthCheckGracePeriod: 120,
      // the old instance goes first: it holds the interface that the new one needs
      instanceRefresh: { strategy: "Rolling", preferences: { minHealthyPercentage: 0 } },
      tags: Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: false })),
    },
    options,
  );
}
