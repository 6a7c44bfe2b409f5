import type { Cluster } from "@pulumi/aws/eks/cluster.js";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { KubeClient } from "../index.ts";
import type { AwsContext } from "../control-plane.ts";

/** How the API is reached. */
export interface Endpoint {
  /** URL of the API. */
  readonly server: string;
  /** Certificate of its authority, in base64. */
  readonly authority: string;
}

/**
 * A kubeconfig without a credential: each client asks the AWS CLI for a token when it needs one, so a token never stands in the state and
 * does not expire in a long `up` (https://docs.aws.amazon.com/eks/latest/userguide/create-kubeconfig.html). It names no AWS profile: whose
 * machine runs it must not matter.
 */
export function kubeconfigOf({ region, clusterName }: AwsContext, { server, authority }: Endpoint) {
  return {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: clusterName, cluster: { server, "certificate-authority-data": authority } }],
    users: [
      {
        name: clusterName,
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            command: "aws",
            args: [
              "eks",
              "get-token",
              "--cluster-name",
              clusterName,
              "--region",
              region,
              "--output",
              "json",
            ],
            interactiveMode: "Never",
          },
        },
      },
    ],
    contexts: [{ name: clusterName, context: { cluster: clusterName, user: clusterName } }],
    "current-context": clusterName,
  };
}

/** The kubeconfig as text; it is known where the cluster is there. */
export function createKubeconfig(
  aws: AwsContext,
  cluster: pulumi.Output<Cluster>,
): pulumi.Output<string> {
  return pulumi
    .all([cluster.endpoint, cluster.certificateAuthority])
    .apply(([server, { data }]) => JSON.stringify(kubeconfigOf(aws, { server, authority: data })));
}

/**
 * The identity of one cluster: its OpenID Connect issuer is its own from the day it is made, which neither name nor ARN is. The provider
 * replaces what it made only when this changes: in place of a cluster that is gone for good comes one with another issuer, and only then
 * a preview does not know it.
 */
export function identityOf(
  clusterName: string,
  cluster: pulumi.Output<Cluster>,
): pulumi.Output<string> {
  return cluster.identities.apply((identities) => {
    const issuer = identities[0]?.oidcs[0]?.issuer;
    if (issuer === undefined) throw new Error(`EKS names no issuer of ${clusterName}`);
    return `${clusterName}/${issuer.split("/").at(-1)}`;
  });
}

/** The provider of what is in the cluster. */
export function createProvider(
  name: string,
  args: {
    readonly kubeconfig: pulumi.Input<string>;
    readonly identity: pulumi.Input<string>;
    readonly kubeClient: KubeClient;
  },
  options: pulumi.ResourceOptions,
): kubernetes.Provider {
  const { kubeconfig, identity, kubeClient } = args;
  return new kubernetes.Provider(
    name,
    {
      kubeconfig,
      clusterIdentifier: identity,
      kubeClientSettings: { qps: kubeClient.qps, burst: kubeClient.burst },
    },
    options,
  );
}
