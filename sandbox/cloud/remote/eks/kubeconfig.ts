import type { Cluster } from "@pulumi/aws/eks/cluster.js";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterArgs } from "./cluster-args.ts";

/** The component's output `kubeconfig`. The order of its keys is fixed, because it is compared as text. */
export function kubeconfigOf(
  { name, endpoint, certificateAuthority, arn }: Cluster,
  { providerCredentialOpts }: ClusterArgs,
  /** Only the component's own provider uses the profile; other users set their own. */
  { withProfile }: { readonly withProfile: boolean },
): pulumi.Output<object> {
  return pulumi
    .all([name, endpoint, certificateAuthority, providerCredentialOpts, arn])
    .apply(([cluster, server, { data }, { roleArn, profileName } = {}, ofCluster]) => {
      const region = ofCluster.split(":")[3] ?? "";
      const args = [
        ...["--region", region, "eks", "get-token"],
        ...["--cluster-name", cluster, "--output", "json"],
        ...(roleArn === undefined ? [] : ["--role", roleArn]),
        ...(withProfile && profileName !== undefined ? ["--profile", profileName] : []),
      ];
      return {
        apiVersion: "v1",
        clusters: [{ cluster: { server, "certificate-authority-data": data }, name: "kubernetes" }],
        contexts: [{ context: { cluster: "kubernetes", user: "aws" }, name: "aws" }],
        "current-context": "aws",
        kind: "Config",
        users: [{ name: "aws", user: { exec: { ...execPlugin, args, env } } }],
      };
    });
}

const execPlugin = { apiVersion: "client.authentication.k8s.io/v1beta1", command: "aws" } as const;

const env = [
  { name: "KUBERNETES_EXEC_INFO", value: '{"apiVersion": "client.authentication.k8s.io/v1beta1"}' },
] as const;
