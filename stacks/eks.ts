import { getCallerIdentity } from "@pulumi/aws/getCallerIdentity.js";
import * as pulumi from "@pulumi/pulumi";
import type { System } from "../apps/system.ts";
import type { MakeControlPlane } from "../components/cluster/control-plane.ts";
import { validateDeployer } from "../components/cluster/eks/validate.ts";
import { eksControlPlane } from "../components/cluster/eks/index.ts";
import type { EksOptions } from "../components/cluster/eks/options.ts";
import { throwIfInvalid } from "../components/validation.ts";
import { joinedNetworks } from "../components/network/overlaps.ts";
import { clusterName } from "./cluster-name.ts";
import type { Environment } from "./environment.ts";
import type { AwsNetwork } from "./network.ts";
import { repositoriesOf } from "./repositories.ts";

/**
 * The environment's own cluster. Loaded where there is one.
 * @throws ValidationError when who runs the program would not get into the cluster
 */
export async function eksOf(
  environment: Environment,
  settings: EksOptions,
  systems: readonly System[],
  { network, provider, tags }: AwsNetwork,
): Promise<MakeControlPlane> {
  const { region, stack, data, redundancy, kubeClient, network: ways } = environment;
  const { arn } = await getCallerIdentity({}, { provider });
  const isPreview = pulumi.runtime.isDryRun();
  throwIfInvalid(validateDeployer(arn, settings, { isPreview, key: "hanok:cluster" }));
  return eksControlPlane({
    settings,
    clusterName: clusterName(stack),
    region,
    network,
    joined: ways.kind === "vpc" ? joinedNetworks(ways) : [],
    provider,
    data,
    redundancy,
    kubeClient,
    repositories: settings.repositories === "own" ? repositoriesOf(systems, environment) : [],
    tags,
  });
}
