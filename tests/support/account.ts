import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { MakeControlPlane, PodIdentity } from "../../components/cluster/control-plane.ts";
import type { Recorded } from "./recorder.ts";

/** A resource of any type, which stands for what another part makes. */
class Stand extends pulumi.CustomResource {}

/** A cluster in an account, in the least that its parts ask of it. */
export function ownCluster(permitted: PodIdentity[] = []): MakeControlPlane {
  return (name, options) => {
    const eks = new Stand("aws:eks/cluster:Cluster", `${name}-eks`, {}, options);
    const nodes = new Stand(
      "aws:eks/nodeGroup:NodeGroup",
      `${name}-system-nodes`,
      {},
      {
        ...options,
        dependsOn: [eks],
      },
    );
    const driver = new Stand(
      "aws:eks/addon:Addon",
      `${name}-ebs-csi`,
      {},
      {
        ...options,
        dependsOn: [nodes],
      },
    );
    return {
      provider: new kubernetes.Provider(name, {}, { ...options, dependsOn: [eks] }),
      ready: [nodes, driver],
      account: {
        region: "ap-northeast-2",
        clusterName: "hanok-test",
        kubeconfig: "a kubeconfig",
        createPodIdentity: (of, identity, within) => {
          permitted.push(identity);
          return new Stand(
            "aws:eks/podIdentityAssociation:PodIdentityAssociation",
            of,
            {},
            pulumi.mergeOptions(within, { dependsOn: [eks] }),
          );
        },
      },
    };
  };
}

/** What a destroy takes away only when the named resources are gone: those that they depend on, over any number of steps. */
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
