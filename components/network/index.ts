import { DefaultSecurityGroup } from "@pulumi/aws/ec2/defaultSecurityGroup.js";
import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity.js";
import * as pulumi from "@pulumi/pulumi";
import { refuse } from "../fault.ts";
import type { DataPolicy, PlatformNetwork } from "../platform.ts";
import { createEndpoints } from "./endpoints.ts";
import { networkFaults } from "./faults.ts";
import { createFlowLogs } from "./flow-logs.ts";
import { createNat } from "./nat.ts";
import type { VpcOptions } from "./options.ts";
import { planNetwork } from "./plan.ts";
import { createVpc } from "./vpc.ts";

export interface NetworkArgs {
  readonly settings: VpcOptions;
  readonly region: string;
  /** Two to four; their subnets go by their place in this list. */
  readonly zones: readonly string[];
  /** `keep` protects the VPC with its subnets and route tables. */
  readonly data: DataPolicy;
  /** Name of the cluster that will stand here; load balancers and Karpenter find their subnets by it. */
  readonly cluster: string;
  /** Tags of what an autoscaling group makes, which a provider's default tags do not reach. */
  readonly tags: Readonly<Record<string, string>>;
}

/** The VPC of an environment, with its ways to the internet and to AWS. */
export class Network extends pulumi.ComponentResource implements PlatformNetwork {
  readonly vpcId: pulumi.Output<string>;
  readonly cidr: string;
  readonly serviceCidr: string;
  readonly subnets: PlatformNetwork["subnets"];
  readonly natAddresses: readonly pulumi.Output<string>[];

  /** @throws Faults when networks overlap, or the zones do not fit */
  constructor(name: string, args: NetworkArgs, options?: pulumi.ComponentResourceOptions) {
    const { settings, region, zones, data, cluster, tags } = args;
    const { cidr, serviceCidr, nat, endpoints, flowLogs } = settings;
    refuse(networkFaults(settings, zones, "hanok:network"));
    super("hanok:index:Network", name, {}, options);
    const parent = { parent: this };
    const account = getCallerIdentityOutput({}, parent).accountId;
    const plan = planNetwork(cidr, zones);
    const vpc = createVpc(name, { cidr, plan, cluster }, { ...parent, protect: data === "keep" });
    const { id: vpcId, subnets } = vpc;
    const common = { vpcId, region, account, cluster, subnets };
    new DefaultSecurityGroup(name, { vpcId, ingress: [], egress: [] }, parent);
    createFlowLogs(
      `${name}-flow-logs`,
      { ...common, retentionDays: flowLogs.retentionDays },
      parent,
    );
    createEndpoints(name, { ...common, cidr, services: endpoints }, parent);
    this.natAddresses = createNat(
      `${name}-nat`,
      { ...common, strategy: nat, internet: vpc.component, tags },
      parent,
    );
    this.vpcId = vpcId;
    this.cidr = cidr;
    this.serviceCidr = serviceCidr;
    this.subnets = subnets;
    this.registerOutputs({});
  }
}
