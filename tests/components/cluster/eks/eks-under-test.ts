import { Eip } from "@pulumi/aws/ec2/eip.js";
import { Provider } from "@pulumi/aws/provider.js";
import * as pulumi from "@pulumi/pulumi";
import { type EksArgs, createControlPlane } from "../../../../components/cluster/eks/index.ts";
import type { ControlPlane } from "../../../../components/cluster/control-plane.ts";
import type { EksOptions } from "../../../../components/cluster/eks/options.ts";
import type { PlatformNetwork, Subnet } from "../../../../components/platform.ts";
import { awsAnswers, awsOutputs, pins } from "../../../../ops/mocks/aws.ts";
import {
  type Recorded,
  type RecordOptions,
  recordResources,
} from "../../../../ops/mocks/recorder.ts";

export const deployer = "arn:aws:iam::123456789012:role/hanok-bootstrap/hanok-deploy";
export const people = "arn:aws:iam::123456789012:role/platform-admin";
export const previewer = "arn:aws:iam::123456789012:role/hanok-bootstrap/hanok-preview";

export const settings: EksOptions = {
  kind: "eks",
  version: "1.36",
  publicAccess: ["203.0.113.0/24"],
  deployFrom: "internet",
  admins: [deployer, people],
  viewers: [previewer],
  logs: { retentionDays: 7 },
  systemNodes: { instanceType: "t4g.medium", count: 2 },
  repositories: "own",
  pullThrough: {},
  ...pins,
};

/** A fake network that is created along with its cluster. */
class TestNetwork extends pulumi.ComponentResource implements PlatformNetwork {
  readonly vpcId = pulumi.output("vpc-1");
  readonly cidr = "10.16.0.0/16";
  readonly serviceCidr = "172.20.0.0/16";
  readonly subnets = { public: [], private: ["a", "b", "c"].map(subnet), data: [] };
  readonly endpoints = ["10.16.0.0/19"];
  readonly natAddresses = [];
  readonly domain: PlatformNetwork["domain"] = {
    publicZoneId: pulumi.output("Z1"),
    privateZoneId: undefined,
    privateZone: undefined,
    privateCertificateArn: undefined,
    nameServers: pulumi.output([]),
    delegated: false,
    certificateArn: undefined,
    cloudFrontCertificateArn: undefined,
  };

  constructor() {
    super("test:index:Network", "network");
    // what nodes need from the network
    new Eip("nat", {}, { parent: this });
  }
}

const subnet = (letter: string): Subnet => ({
  id: pulumi.output(`subnet-${letter}`),
  zone: `ap-northeast-2${letter}`,
  cidr: "10.16.0.0/19",
  routeTableId: pulumi.output(`rtb-${letter}`),
});

/** A small cluster on EKS in its own network. */
export const eksArgs = (provider: Provider): EksArgs => ({
  settings,
  clusterName: "hanok-test",
  region: "ap-northeast-2",
  account: "123456789012",
  network: new TestNetwork(),
  provider,
  data: "discard",
  redundancy: "none",
  kubeClient: { qps: 100, burst: 200 },
  tags: { "hanok:stack": "test" },
});

/** Resources that EKS registers below a component named `house`, and its outputs. */
export async function recordEks(
  more: Partial<EksOptions> = {},
  args: Partial<EksArgs> = {},
  use: (plane: ControlPlane) => unknown = () => undefined,
  options: RecordOptions = {},
): Promise<readonly Recorded[]> {
  const recorded = await recordResources(
    () => {
      const provider = new Provider("aws", { region: "ap-northeast-2" });
      const parent = new pulumi.ComponentResource("hanok:index:Cluster", "house");
      const eks = { ...eksArgs(provider), settings: { ...settings, ...more }, ...args };
      use(createControlPlane("house", eks, { parent, provider }));
    },
    { outputs: awsOutputs, answers: awsAnswers, ...options },
  );
  const around = ["aws", "network", "nat"];
  return recorded.filter(
    ({ name, type }) => !around.includes(name) && type !== "hanok:index:Cluster",
  );
}

/** The only resource of a type with a name. */
export function find(resources: readonly Recorded[], type: string, name: string): Recorded {
  const found = resources.filter((one) => one.type.endsWith(`:${type}`) && one.name === name);
  if (found.length !== 1 || found[0] === undefined) {
    throw new Error(`${found.length} of ${type} ${name} in ${resources.map(shown).join(", ")}`);
  }
  return found[0];
}

/** Type without its module, and name. */
export const shown = ({ type, name }: Recorded): string => `${type.split(":").at(-1)} ${name}`;

/** A JSON document among the inputs. */
export const json = (resource: Recorded, input: string): unknown =>
  JSON.parse(String(resource.inputs[input]));
