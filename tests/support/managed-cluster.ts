import * as pulumi from "@pulumi/pulumi";
import { albGateways } from "../../components/cluster/aws-load-balancer/index.ts";
import type { PodIdentity } from "../../components/cluster/control-plane.ts";
import { Cluster, type ClusterArgs } from "../../components/cluster/index.ts";
import { karpenterNodes } from "../../components/cluster/karpenter/index.ts";
import { createNamespace } from "../../components/cluster/namespace.ts";
import { dev } from "../../stacks/dev.ts";
import type { prod } from "../../stacks/prod.ts";
import { ownCluster } from "./account.ts";
import { awsAnswers, awsOutputs, certificate } from "./aws.ts";
import { type Recorded, recordResources } from "./recorder.ts";
import { largest, smallest } from "../components/cluster/addons/contexts.ts";

export interface Wish {
  readonly profile?: typeof dev | typeof prod;
  readonly delegated?: boolean;
  readonly internal?: boolean;
  readonly permitted?: PodIdentity[];
  /** Gets the cluster. */
  readonly made?: Cluster[];
  readonly args?: Partial<ClusterArgs>;
}

/** A cluster of one's own, and the namespace of a system in it. */
export function recordOwnCluster({
  profile = dev,
  delegated = true,
  internal = false,
  permitted,
  made,
  args,
}: Wish = {}) {
  const { data } = profile;
  const proof = (digit: number) => (delegated ? pulumi.output(certificate(digit)) : undefined);
  return recordResources(
    () => {
      const cluster = new Cluster("house", {
        ...(data === "keep" ? largest : smallest),
        control: ownCluster(permitted),
        nodes: karpenterNodes({
          pools: profile.nodePools,
          zones: smallest.zones,
          tags: { "hanok:stack": "test" },
        }),
        gateways: albGateways({
          public: {
            domain: "hanok.test",
            zoneId: "Z1",
            certificateArn: proof(7),
            hosts: ["shop.hanok.test"],
            idleSeconds: 120,
          },
          internal: internal
            ? {
                domain: "internal.hanok.test",
                zoneId: "Z2",
                certificateArn: proof(9),
                hosts: ["admin.internal.hanok.test"],
                idleSeconds: 300,
              }
            : undefined,
          publicSubnets: ["a", "b"].map((zone, index) => ({
            id: pulumi.output(`subnet-${zone}`),
            cidr: `10.16.${index}.0/24`,
          })),
          data,
          logRetentionDays: 14,
          tags: { "hanok:stack": "test" },
          gatewayApi: { kind: "release" },
        }),
        addons: ["vault"],
        charts: { kind: "repository" },
        ...args,
      });
      made?.push(cluster);
      createNamespace(
        "shop-namespace",
        { name: "shop", podSecurity: "restricted" },
        { provider: cluster.provider, dependsOn: [...cluster.ready] },
      );
    },
    { outputs: awsOutputs, answers: awsAnswers },
  );
}

export const typed = (resources: readonly Recorded[], type: string) =>
  resources.filter((resource) => resource.type.endsWith(type));

export function one(resources: readonly Recorded[], type: string, name?: string): Recorded {
  const found = typed(resources, type).filter((each) => name === undefined || each.name === name);
  const [first, ...more] = found;
  if (first === undefined || more.length > 0)
    throw new Error(`${found.length} of ${type} ${name ?? ""}`);
  return first;
}
