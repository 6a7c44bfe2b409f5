import type * as pulumi from "@pulumi/pulumi";
import type { System } from "../apps/system.ts";
import type { EksOptions } from "../components/cluster/eks/options.ts";
import type { ClusterArgs } from "../components/cluster/index.ts";
import { ManagedCluster, type ManagedClusterArgs } from "../components/cluster/managed.ts";
import { joinedNetworks } from "../components/network/overlaps.ts";
import { clusterName } from "./cluster-name.ts";
import { type Environment, otherStacks } from "./environment.ts";
import { gatewayApiOf, internalNames, publicNames } from "./gateways.ts";
import type { AwsNetwork } from "./network.ts";
import { repositoriesOf } from "./repositories.ts";

/** Creates a managed cluster. Import this module on demand, because it loads AWS's classes. */
export function createManagedCluster(
  environment: Environment,
  settings: EksOptions,
  systems: readonly System[],
  { network, outputs, provider, account, tags }: AwsNetwork,
  args: ClusterArgs,
  options: pulumi.ComponentResourceOptions,
): ManagedCluster {
  const { region, stack, nodePools, network: ways } = environment;
  return new ManagedCluster(
    "cluster",
    {
      ...args,
      settings,
      clusterName: clusterName(stack),
      region,
      account,
      network,
      joined: ways.kind === "vpc" ? joinedNetworks(ways) : [],
      provider,
      // the program runs in the folder of the project
      repositories:
        settings.repositories === "own"
          ? repositoriesOf(systems, environment, otherStacks(stack, ".", systems))
          : {},
      tags,
      nodePools,
      officeHours: officeHoursOf(environment, outputs),
      gateways: gatewaysOf(environment, systems, network),
      gatewayApi: gatewayApiOf(environment),
    },
    options,
  );
}

function officeHoursOf(
  { hours, timeZone }: Environment,
  { alarmTopicArn }: AwsNetwork["outputs"],
): ManagedClusterArgs["officeHours"] {
  return hours === "always" ? undefined : { hours, timeZone, alarmTopicArn };
}

function gatewaysOf(
  { domain, edge, internalGateway, size, stack }: Environment,
  systems: readonly System[],
  network: AwsNetwork["network"],
): ManagedClusterArgs["gateways"] {
  return {
    public: publicNames(domain, network.domain, systems),
    internal: internalGateway ? internalNames(network.domain, systems) : undefined,
    publicSubnets: network.subnets.public,
    // no pod and no way to the internet is in the data subnets: network policies admit them, and a VPC origin needs them
    behindCloudFront:
      edge === "cloudfront"
        ? { balancerName: `${clusterName(stack)}-edge`, subnets: network.subnets.data }
        : undefined,
    logRetentionDays: size === "large" ? 90 : 14,
  };
}
