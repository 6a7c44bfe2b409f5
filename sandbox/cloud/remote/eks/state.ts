import type { Cluster } from "@pulumi/aws/eks/cluster.js";
import type { Provider } from "@pulumi/kubernetes/provider.js";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterArgs } from "./cluster-args.ts";

interface Made {
  readonly cluster: Cluster;
  readonly provider: Provider;
  readonly kubeconfig: pulumi.Output<object>;
}

/** Outputs of the component. Those of resources that it does not create are undefined or empty, as in the real one. */
export function stateOf(args: ClusterArgs, { cluster, provider, kubeconfig }: Made): pulumi.Inputs {
  const issuer = cluster.identities.apply((all) => all[0]?.oidcs[0]?.issuer ?? "");
  const group = cluster.vpcConfig.apply(({ clusterSecurityGroupId }) => clusterSecurityGroupId);
  const none = pulumi.output("");
  return {
    kubeconfig,
    kubeconfigJson: pulumi.jsonStringify(kubeconfig),
    instanceRoles: pulumi.output([]),
    eksCluster: pulumi.output(cluster),
    core: pulumi.output(coreOf(args, { cluster, provider, kubeconfig })),
    clusterSecurityGroupId: group,
    nodeSecurityGroupId: group,
    clusterIngressRuleId: none,
    defaultNodeGroupAsgName: none,
    fargateProfileId: none,
    fargateProfileStatus: none,
    oidcProviderArn: none,
    oidcProviderUrl: issuer,
    oidcIssuer: issuer.apply((url) => url.replace("https://", "")),
    autoModeNodeRoleName: none,
  };
}

function coreOf(args: ClusterArgs, { cluster, provider, kubeconfig }: Made): pulumi.Inputs {
  const { vpcId, publicSubnetIds, privateSubnetIds, tags, serviceRole, accessEntries } = args;
  const all = pulumi
    .all([publicSubnetIds ?? [], privateSubnetIds ?? []])
    .apply(([publicIds, privateIds]) => [...publicIds, ...privateIds]);
  return {
    vpcId,
    subnetIds: args.subnetIds ?? all,
    publicSubnetIds,
    privateSubnetIds,
    cluster,
    endpoint: cluster.endpoint,
    nodeGroupOptions: { version: args.version },
    kubeconfig,
    provider,
    instanceRoles: [],
    tags,
    storageClasses: {},
    encryptionConfig: cluster.encryptionConfig,
    clusterIamRole: serviceRole,
    accessEntries: Object.values(accessEntries ?? {}),
    autoModeNodeRoleName: "",
  };
}
