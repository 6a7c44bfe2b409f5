import { Provider } from "@pulumi/aws/provider.js";
import type * as pulumi from "@pulumi/pulumi";
import { Alarms } from "../components/alarms/index.ts";
import { throwIfInvalid } from "../components/validation.ts";
import { refuseAsleep } from "../components/cluster/office-hours/scaled-down.ts";
import { Network } from "../components/network/index.ts";
import type { VpcOptions } from "../components/network/options.ts";
import { validateWithAccount } from "./account.ts";
import { clusterName } from "./cluster-name.ts";
import type { Environment } from "./environment.ts";

/** What a network tells its users; what an environment has not, is not there. */
export interface NetworkOutputs {
  readonly vpcId: pulumi.Output<string>;
  /** Addresses that requests to others come from, for their allow lists. */
  readonly natAddresses: readonly pulumi.Output<string>[];
  /** Name servers of the public zone, where the domain above has to lead to. */
  readonly nameServers: pulumi.Output<string[]>;
  readonly certificateArn?: pulumi.Output<string>;
  /** Of us-east-1. */
  readonly cloudFrontCertificateArn?: pulumi.Output<string>;
  /** Where the company's name servers send questions for the private zone. */
  readonly resolverAddresses?: pulumi.Output<string[]>;
  readonly clientVpn?: {
    readonly endpointId: pulumi.Output<string>;
    /** A client connects to any one label below it. */
    readonly dnsName: pulumi.Output<string>;
  };
  readonly siteToSiteVpn?: {
    /** AWS's two addresses, by connection. */
    readonly addresses: Readonly<Record<string, readonly pulumi.Output<string>[]>>;
    /** Policy for who configures the devices: it reads the preshared keys. */
    readonly keyReaderPolicyArn?: pulumi.Output<string>;
  };
  /** Every alarm of the environment is published here. */
  readonly alarmTopicArn: pulumi.Output<string>;
}

/** A network with its way into the account. */
export interface AwsNetwork {
  readonly network: Network;
  readonly outputs: NetworkOutputs;
  /** Of AWS, for everything in the environment's account and region. */
  readonly provider: Provider;
  /** Tags of what a group or controller makes, which the provider's default tags do not reach. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The account's part of an environment: the provider for AWS, the alarms' topic and the network. Loaded where there is one, because its
 * classes are many.
 * @throws ValidationError for what the account does not let stand, and for a cluster that sleeps, before anything is made
 */
export async function createNetwork(
  environment: Environment,
  settings: VpcOptions,
  options: pulumi.ComponentResourceOptions,
): Promise<AwsNetwork> {
  const { region, zones, data, domain, account, stack, internalGateway } = environment;
  const tags = { "hanok:stack": stack };
  const provider = new Provider(
    "aws",
    {
      region,
      defaultTags: { tags },
      ...(account === undefined ? {} : { allowedAccountIds: [account] }),
    },
    options,
  );
  const within = { ...options, providers: [provider] };
  const cluster = clusterName(stack);
  throwIfInvalid(await validateWithAccount(environment, settings, tags, { provider }));
  const { cluster: control, hours, timeZone } = environment;
  if (control.kind === "eks") {
    const { count } = control.systemNodes;
    await refuseAsleep({ clusterName: cluster, count, hours, timeZone }, { provider });
  }
  const alarms = new Alarms("alarms", { settings: environment.alarms, region }, within);
  const { topicArn: alarmTopicArn } = alarms;
  const network = new Network(
    "network",
    { settings, region, zones, data, cluster, domain, internalGateway, alarmTopicArn, tags },
    within,
  );
  return { network, outputs: { ...outputsOf(network), alarmTopicArn }, provider, tags };
}

function outputsOf(network: Network): Omit<NetworkOutputs, "alarmTopicArn"> {
  const { vpcId, natAddresses, domain, clientVpn, siteToSiteVpn, resolverAddresses } = network;
  const { nameServers, certificateArn, cloudFrontCertificateArn } = domain;
  return {
    vpcId,
    natAddresses,
    nameServers,
    ...(certificateArn === undefined ? {} : { certificateArn }),
    ...(cloudFrontCertificateArn === undefined ? {} : { cloudFrontCertificateArn }),
    ...(resolverAddresses === undefined ? {} : { resolverAddresses }),
    ...(clientVpn === undefined
      ? {}
      : { clientVpn: { endpointId: clientVpn.endpointId, dnsName: clientVpn.dnsName } }),
    ...(siteToSiteVpn === undefined ? {} : { siteToSiteVpn: devicesOf(siteToSiteVpn) }),
  };
}

function devicesOf({
  connections,
  keyReaderPolicyArn,
}: NonNullable<Network["siteToSiteVpn"]>): NonNullable<NetworkOutputs["siteToSiteVpn"]> {
  const addresses = Object.entries(connections).map(([name, one]) => [name, one.addresses]);
  return {
    addresses: Object.fromEntries(addresses),
    ...(keyReaderPolicyArn === undefined ? {} : { keyReaderPolicyArn }),
  };
}
