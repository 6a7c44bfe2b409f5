import { Tag } from "@pulumi/aws/ec2/tag.js";
import type { Cluster } from "@pulumi/aws/eks/cluster.js";
import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { createAccess } from "./access.ts";
import type { AwsOptions, EksArgs } from "./args.ts";
import { createCluster } from "./cluster.ts";
import { createKey } from "./key.ts";
import { createLogs } from "./logs.ts";
import { createPrivateAccess } from "./private-access.ts";
import { createKubeconfig, createProvider, identityOf } from "./provider.ts";
import { createServiceRole } from "./service-role.ts";

/** The API of a cluster, and who may use it. */
export interface Api {
  /** What runs for the cluster goes before it. */
  readonly component: pulumi.Resource;
  readonly eks: pulumi.Output<Cluster>;
  readonly securityGroupId: pulumi.Output<string>;
  /** Entries and rules without which whoever deletes what is in the cluster would not get in. */
  readonly access: readonly pulumi.Resource[];
  readonly kubeconfig: pulumi.Output<string>;
  /** Of what is in the cluster. */
  readonly provider: kubernetes.Provider;
}

/** Makes the control plane with its key, role and logs, then access to it. */
export function createApi(
  name: string,
  args: EksArgs,
  account: pulumi.Input<string>,
  options: AwsOptions,
): Api {
  const { settings, clusterName, region, network, joined = [], data, kubeClient } = args;
  const { provider: aws, ...within } = options;
  const place = { clusterName, region, account };
  const keyArn = createKey(name, { ...place, data }, options).arn;
  const service = createServiceRole(`${name}-service`, { ...place, keyArn }, options);
  const logs = createLogs(name, { clusterName, ...settings.logs, keyArn }, options);
  const cluster = createCluster(
    name,
    { settings, clusterName, network, data, role: service.role, keyArn },
    { ...within, providers: [aws], dependsOn: [...service.policies, logs] },
  );
  const { eks, securityGroupId } = cluster;
  // by which Karpenter finds the security group of its nodes: https://karpenter.sh/docs/concepts/nodeclasses/
  const discovery = { key: "karpenter.sh/discovery", value: clusterName };
  new Tag(`${name}-discovery`, { resourceId: securityGroupId, ...discovery }, options);
  const networks = [...new Set([network.cidr, ...joined])];
  const access = [
    ...createAccess(name, { ...settings, clusterName: eks.name }, options),
    ...createPrivateAccess(name, { securityGroupId, networks }, options),
  ];
  const kubeconfig = createKubeconfig({ region, clusterName }, eks);
  const provider = createProvider(
    name,
    { kubeconfig, identity: identityOf(clusterName, eks), kubeClient },
    { ...within, dependsOn: [...access] },
  );
  return { ...cluster, access, kubeconfig, provider };
}
