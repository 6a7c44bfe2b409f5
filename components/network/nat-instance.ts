import { Group } from "@pulumi/aws/autoscaling/group.js";
import { Eip } from "@pulumi/aws/ec2/eip.js";
import { LaunchTemplate } from "@pulumi/aws/ec2/launchTemplate.js";
import { NetworkInterface } from "@pulumi/aws/ec2/networkInterface.js";
import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
import type * as pulumi from "@pulumi/pulumi";
import type { Subnet } from "../platform.ts";
import { createNatRole } from "./nat-role.ts";
import { natTemplate } from "./nat-template.ts";

export interface NatInstanceArgs {
  readonly vpcId: pulumi.Input<string>;
  /** Name of the cluster. `<cluster>-nat` is the instance's name, which its role matches. */
  readonly cluster: string;
  readonly region: string;
  /** ID of the machine image, `ami-…`; the account's check has refused a NAT instance without one. */
  readonly natImage: string | undefined;
  /** AWS account, twelve digits. */
  readonly account: pulumi.Input<string>;
  /** The instance runs in the first. */
  readonly publicSubnets: readonly Subnet[];
  /** Subnets that may use the instance. */
  readonly privateSubnets: readonly Subnet[];
  /** Component with the internet gateway. The instance depends on it, because its first boot calls EC2 for its address. */
  readonly internet: pulumi.Resource;
  /** Tags of resources that an autoscaling group creates. The provider's default tags do not reach them. */
  readonly tags: Readonly<Record<string, string>>;
}

interface NatInstance {
  readonly address: pulumi.Output<string>;
  readonly networkInterfaceId: pulumi.Output<string>;
  /** Depend on this before routing here; until then the route is a black hole. */
  readonly group: Group;
}

/**
 * Creates one fck-nat instance (https://fck-nat.dev) in an autoscaling group of one, which replaces it when it fails.
 * Routes lead to a permanent network interface. Each new instance takes over that interface and the public address.
 * Until then, for a few minutes, the private subnets have no internet access.
 */
export function createNatInstance(
  name: string,
  args: NatInstanceArgs,
  options: pulumi.CustomResourceOptions,
): NatInstance {
  const [subnet] = args.publicSubnets;
  if (subnet === undefined) throw new Error("a NAT instance needs a public subnet");
  if (args.natImage === undefined) throw new Error("a NAT instance needs natImage");
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
      // it forwards packets of other hosts
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
      imageId: args.natImage,
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

/** The rules are inline, so that they exist with the group: the first boot calls EC2 only once for the address. */
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
      // the old instance stops first: it holds the interface that the new one needs
      instanceRefresh: { strategy: "Rolling", preferences: { minHealthyPercentage: 0 } },
      tags: Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: false })),
    },
    options,
  );
}
