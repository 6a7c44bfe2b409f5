import { DefaultSecurityGroup } from "@pulumi/aws/ec2/defaultSecurityGroup.js";
import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity.js";
import * as pulumi from "@pulumi/pulumi";
import { throwIfInvalid } from "../validation.ts";
import type { DataPolicy, PlatformNetwork } from "../platform.ts";
import type { ClientVpn } from "./client-vpn.ts";
import { createCompany } from "./company.ts";
import { createDomain } from "./domain.ts";
import { createEndpoints } from "./endpoints.ts";
import { validateNetwork } from "./validate.ts";
import { createFlowLogs } from "./flow-logs.ts";
import { createNat } from "./nat.ts";
import type { VpcOptions } from "./options.ts";
import { planNetwork } from "./plan.ts";
import type { SiteToSiteVpn } from "./site-to-site-vpn.ts";
import { createVpc } from "./vpc.ts";

export interface NetworkArgs {
  readonly settings: VpcOptions;
  readonly region: string;
  /** Two to four zones. A zone's position in this list decides the addresses of its subnets. */
  readonly zones: readonly string[];
  /** `keep` protects the VPC with its subnets and route tables, and the zones. */
  readonly data: DataPolicy;
  /** Name of the cluster in this network. Load balancers and Karpenter find their subnets by it. */
  readonly cluster: string;
  /** Public domain of the environment. The network creates its zones and certificates. */
  readonly domain: string;
  /**
   * Whether the public subnets will have an internal load balancer. The private zone then gets a certificate, and these
   * subnets get a route back to the company. @default false
   */
  readonly internalGateway?: boolean;
  /** SNS topic of the alarms. @default no notification */
  readonly alarmTopicArn?: pulumi.Input<string> | undefined;
  /** Tags of resources that an autoscaling group creates. The provider's default tags do not reach them. */
  readonly tags: Readonly<Record<string, string>>;
}

/** The VPC of an environment, with its DNS and its connections to the internet, to AWS services and to the company. */
export class Network extends pulumi.ComponentResource implements PlatformNetwork {
  readonly vpcId: pulumi.Output<string>;
  readonly cidr: string;
  readonly serviceCidr: string;
  readonly subnets: PlatformNetwork["subnets"];
  readonly endpoints: readonly string[];
  readonly natAddresses: readonly pulumi.Output<string>[];
  readonly domain: PlatformNetwork["domain"];
  readonly clientVpn: ClientVpn | undefined;
  readonly siteToSiteVpn: SiteToSiteVpn | undefined;
  /** Addresses that the company sends its queries for the private zone to. */
  readonly resolverAddresses: pulumi.Output<string[]> | undefined;

  /** @throws ValidationError when networks overlap, the zones do not fit, or a VPN could not work */
  constructor(name: string, args: NetworkArgs, options?: pulumi.ComponentResourceOptions) {
    const { settings, region, zones, data, cluster, domain, alarmTopicArn, tags } = args;
    const { internalGateway: internal = false } = args;
    const { cidr, serviceCidr, nat: strategy, natImage, endpoints: services, flowLogs } = settings;
    throwIfInvalid(validateNetwork(settings, { zones, region, domain }, "hanok:network"));
    super("hanok:index:Network", name, {}, options);
    const parent = { parent: this };
    const account = getCallerIdentityOutput({}, parent).accountId;
    const plan = planNetwork(cidr, zones);
    const vpc = createVpc(name, { cidr, plan, cluster }, { ...parent, protect: data === "keep" });
    const { id: vpcId, subnets, component: internet } = vpc;
    const common = { vpcId, region, account, cluster, subnets };
    new DefaultSecurityGroup(name, { vpcId, ingress: [], egress: [] }, parent);
    createFlowLogs(`${name}-flow-logs`, { ...common, ...flowLogs }, parent);
    this.endpoints = createEndpoints(name, { ...common, cidr, services }, parent);
    const natArgs = { ...common, strategy, natImage, internet, tags };
    this.natAddresses = createNat(`${name}-nat`, natArgs, parent);
    const named = { vpcId, region, data, domain, zones: settings.zones, internal, alarmTopicArn };
    this.domain = createDomain(name, named, parent);
    const answering = internal ? subnets.public : [];
    const joined = { settings, vpcId, privateSubnets: subnets.private, answering, alarmTopicArn };
    const company = createCompany(name, joined, parent);
    this.siteToSiteVpn = company.siteToSiteVpn;
    this.clientVpn = company.clientVpn;
    this.resolverAddresses = company.resolverAddresses;
    this.vpcId = vpcId;
    this.cidr = cidr;
    this.serviceCidr = serviceCidr;
    this.subnets = subnets;
    this.registerOutputs({});
  }
}
