import { Provider } from "@pulumi/aws/provider.js";
import * as pulumi from "@pulumi/pulumi";
import { ManagedCluster, type ManagedClusterArgs } from "../../components/cluster/managed.ts";
import { createNamespace } from "../../components/cluster/namespace.ts";
import { dev } from "../../stacks/dev.ts";
import type { prod } from "../../stacks/prod.ts";
import { largest, smallest } from "../components/cluster/addons/contexts.ts";
import { eksArgs } from "../components/cluster/eks/eks-under-test.ts";
import { awsAnswers, awsOutputs, certificate } from "../../ops/mocks/aws.ts";
import { type Recorded, recordResources } from "../../ops/mocks/recorder.ts";

export interface Wish {
  readonly profile?: typeof dev | typeof prod;
  readonly delegated?: boolean;
  readonly internal?: boolean;
  /** Receives the cluster. */
  readonly made?: ManagedCluster[];
  readonly args?: Partial<ManagedClusterArgs>;
}

/** A managed cluster, and the namespace of a system in it. */
export async function recordManagedCluster({
  profile = dev,
  delegated = true,
  internal = false,
  made,
  args,
}: Wish = {}): Promise<readonly Recorded[]> {
  const { data } = profile;
  const proof = (digit: number) => (delegated ? pulumi.output(certificate(digit)) : undefined);
  const recorded = await recordResources(
    () => {
      const cluster = new ManagedCluster("house", {
        ...eksArgs(new Provider("aws", { region: "ap-northeast-2" })),
        ...(data === "keep" ? largest : smallest),
        nodePools: profile.nodePools,
        gateways: {
          public: {
            domain: "hanok.test",
            zoneId: "Z1",
            certificateArn: proof(7),
            hosts: ["shop.hanok.test"],
            kinds: ["HTTPRoute"],
            idleSeconds: 120,
          },
          internal: internal
            ? {
                domain: "internal.hanok.test",
                zoneId: "Z2",
                certificateArn: proof(9),
                hosts: ["admin.internal.hanok.test"],
                kinds: ["HTTPRoute"],
                idleSeconds: 300,
              }
            : undefined,
          publicSubnets: ["a", "b"].map((zone, index) => ({
            id: pulumi.output(`subnet-${zone}`),
            cidr: `10.16.${index}.0/24`,
          })),
          logRetentionDays: 14,
        },
        gatewayApi: { kind: "release" },
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
  const around = ["aws", "network", "nat"];
  return recorded.filter(({ name }) => !around.includes(name));
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

/** Resources that a destroy deletes only after the named ones: their dependencies, over any number of steps. */
export function deletedAfter(
  resources: readonly Recorded[],
  user: (resource: Recorded) => boolean,
): ReadonlySet<string> {
  const key = ({ type, name }: Recorded) => `${type}::${name}`;
  const after = new Set<string>();
  const visit = (one: Recorded): void => {
    const needs = resources.filter(
      (other) =>
        other !== one &&
        (one.dependsOn.includes(other.name) ||
          (other.type.startsWith("pulumi:providers:") && one.provider === other.name)),
    );
    for (const need of needs) {
      if (after.has(key(need))) continue;
      after.add(key(need));
      visit(need);
    }
  };
  resources.filter(user).forEach(visit);
  return after;
}
