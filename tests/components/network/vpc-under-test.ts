import * as pulumi from "@pulumi/pulumi";
import { Network, type NetworkArgs } from "../../../components/network/index.ts";
import type { VpcOptions } from "../../../components/network/options.ts";
import { awsAnswers, awsOutputs, natImage } from "../../../ops/mocks/aws.ts";
import { type Recorded, recordResources } from "../../../ops/mocks/recorder.ts";

export const threeZones = ["ap-northeast-2a", "ap-northeast-2b", "ap-northeast-2c"];

export const settings: VpcOptions = {
  kind: "vpc",
  cidr: "10.16.0.0/16",
  nat: "single",
  natImage,
  endpoints: [],
  flowLogs: { retentionDays: 30 },
  company: [],
  serviceCidr: "172.20.0.0/16",
  zones: { publicZone: { kind: "existing" } },
};

/** A network of three zones in Seoul, with a test's changes. */
export function networkArgs(
  more: Partial<VpcOptions> = {},
  args: Partial<NetworkArgs> = {},
): NetworkArgs {
  return {
    settings: { ...settings, ...more },
    region: "ap-northeast-2",
    zones: threeZones,
    data: "discard",
    cluster: "hanok-test",
    domain: "example.com",
    tags: { "hanok:stack": "test" },
    ...args,
  };
}

/** Resources and outputs of a network. */
export async function recordNetwork(
  args: NetworkArgs,
  tell: (network: Network) => Readonly<Record<string, unknown>> = () => ({}),
): Promise<{
  readonly resources: readonly Recorded[];
  readonly natAddresses: readonly string[];
  readonly subnets: Readonly<Record<string, readonly Record<string, string>[]>>;
  /** Outputs that `tell` took from the network. */
  readonly asked: unknown;
}> {
  const asked: unknown[] = [];
  const told: {
    natAddresses: readonly string[];
    subnets: Record<string, Record<string, string>[]>;
  } = { natAddresses: [], subnets: {} };
  const resources = await recordResources(
    () => {
      const network = new Network("network", args);
      pulumi.output(tell(network)).apply((all) => asked.push(all));
      pulumi.output(network.natAddresses).apply((all) => (told.natAddresses = all));
      pulumi.output(network.subnets).apply((all) => Object.assign(told.subnets, all));
    },
    { outputs: awsOutputs, answers: awsAnswers },
  );
  return { resources, ...told, asked: asked[0] };
}
