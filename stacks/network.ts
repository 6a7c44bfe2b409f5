import { Provider } from "@pulumi/aws/provider.js";
import type * as pulumi from "@pulumi/pulumi";
import { Network } from "../components/network/index.ts";
import type { VpcOptions } from "../components/network/options.ts";
import { clusterName } from "./cluster-name.ts";
import type { Environment } from "./environment.ts";

/** The account's part of an environment: the provider for AWS, and the network. Loaded where there is one, because its classes are many. */
export function createNetwork(
  environment: Environment,
  settings: VpcOptions,
  options: pulumi.ComponentResourceOptions,
): Network {
  const { region, zones, data, account, stack } = environment;
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
  return new Network(
    "network",
    { settings, region, zones, data, cluster: clusterName(stack), tags },
    { ...options, providers: [provider] },
  );
}
