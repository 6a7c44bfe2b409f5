import { getCallerIdentity } from "@pulumi/aws/getCallerIdentity.js";
import { Provider } from "@pulumi/aws/provider.js";
import type * as pulumi from "@pulumi/pulumi";
import { Alarms } from "../components/alarms/index.ts";
import { Budget } from "../components/budget/index.ts";
import { throwIfInvalid } from "../components/validation.ts";
import { throwIfScaledDown } from "../components/cluster/office-hours/scaled-down.ts";
import { Network } from "../components/network/index.ts";
import type { VpcOptions } from "../components/network/options.ts";
import { validateWithAccount } from "./account.ts";
import { clusterName } from "./cluster-name.ts";
import type { Environment } from "./environment.ts";

/** Outputs of a network. Parts that an environment does not have are absent. */
export interface NetworkOutputs {
  readonly vpcId: pulumi.Output<string>;
  /** Source addresses of outgoing requests, for allow lists. */
  readonly natAddresses: readonly pulumi.Output<string>[];
  /** Name servers of the public zone, to delegate the domain to. */
  readonly nameServers: pulumi.Output<string[]>;
  readonly certificateArn?: pulumi.Output<string>;
  /** In us-east-1. */
  readonly cloudFrontCertificateArn?: pulumi.Output<string>;
  /** Forward queries for the private zone to these addresses. */
  readonly resolverAddresses?: pulumi.Output<string[]>;
  readonly clientVpn?: {
    readonly endpointId: pulumi.Output<string>;
    /** Clients connect to any label below this name. */
    readonly dnsName: pulumi.Output<string>;
  };
  readonly siteToSiteVpn?: {
    /** AWS's two addresses for each connection. */
    readonly addresses: Readonly<Record<string, readonly pulumi.Output<string>[]>>;
    /** Policy for those who configure the devices; it allows reading the preshared keys. */
    readonly keyReaderPolicyArn?: pulumi.Output<string>;
  };
  /** Topic of all alarms in the environment. */
  readonly alarmTopicArn: pulumi.Output<string>;
}

/** A network and the provider for its account. */
export interface AwsNetwork {
  readonly network: Network;
  readonly outputs: NetworkOutputs;
  /** AWS provider for the environment's account and region. */
  readonly provider: Provider;
  /** AWS account, twelve digits. */
  readonly account: string;
  /** Tags for resources that groups and controllers create, which the provider's default tags do not cover. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Creates the account's part of an environment: the AWS provider, the alarm topic and the network. Import this module on
 * demand, because it loads many classes.
 * @throws ValidationError before any change, if the account's quotas or networks do not allow it or the cluster is scaled down
 */
export async function createNetwork(
  environment: Environment,
  settings: VpcOptions,
  options: pulumi.ComponentResourceOptions,
): Promise<AwsNetwork> {
  const { region, zones, data, domain, account, stack, internalGateway } = environment;
  const tag = { key: "hanok:stack", value: stack };
  const tags = { [tag.key]: tag.value };
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
  const caller = await getCallerIdentity({}, { provider });
  throwIfInvalid(await validateWithAccount(environment, settings, tags, caller.arn, { provider }));
  const { cluster: control, hours, timeZone } = environment;
  if (control.kind === "eks") {
    const { count } = control.systemNodes;
    await throwIfScaledDown({ clusterName: cluster, count, hours, timeZone }, { provider });
  }
  const alarms = new Alarms("alarms", { settings: environment.alarms, region }, within);
  const { topicArn: alarmTopicArn } = alarms;
  const { budget: settingsOfBudget, usage } = environment;
  new Budget("budget", { settings: settingsOfBudget, usage, tag, alarmTopicArn }, within);
  const network = new Network(
    "network",
    {
      settings: forEdge(settings, environment),
      region,
      zones,
      data,
      cluster,
      domain,
      internalGateway,
      alarmTopicArn,
      tags,
    },
    within,
  );
  const outputs = { ...outputsOf(network), alarmTopicArn };
  return { network, outputs, provider, account: caller.accountId, tags };
}

/** An edge needs the domain's certificate in CloudFront's region too. */
function forEdge(settings: VpcOptions, { edge }: Pick<Environment, "edge">): VpcOptions {
  return edge === "cloudfront"
    ? { ...settings, zones: { ...settings.zones, certificates: "cloudfront" } }
    : settings;
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
