import * as pulumi from "@pulumi/pulumi";
import { albGateway } from "../../components/cluster/alb/index.ts";
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
  readonly permitted?: PodIdentity[];
  readonly args?: Partial<ClusterArgs>;
}

/** A cluster of one's own, and the namespace of a system in it. */
export function recordOwnCluster({ profile = dev, delegated = true, permitted, args }: Wish = {}) {
  const { data } = profile;
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
        gateway: albGateway({
          domain: "hanok.test",
          names: {
            publicZoneId: pulumi.output("Z1"),
            certificateArn: delegated ? pulumi.output(certificate(7)) : undefined,
          },
          hosts: ["shop.hanok.test"],
          publicSubnets: [{ cidr: "10.16.0.0/24" }, { cidr: "10.16.1.0/24" }],
          idleSeconds: 120,
          data,
          logRetentionDays: 14,
          tags: { "hanok:stack": "test" },
          gatewayApi: { kind: "release" },
        }),
        addons: ["vault"],
        charts: { kind: "repository" },
        ...args,
      });
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
