import { Tag } from "@pulumi/aws/ec2/tag.js";
import type { Cluster } from "@pulumi/aws/eks/cluster.js";
import { createAccess, createPrivateAccess } from "./access.ts";
import { createCluster, createLogs, createServiceRole } from "./cluster.ts";
import { createKey } from "./key.ts";
import type { DataPolicy, PlatformNetwork, Redundancy } from "../../platform.ts";
import type { AwsContext } from "../control-plane.ts";
import type { KubeClient } from "../index.ts";
import type { EksOptions } from "./options.ts";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

/** A cluster's API and its access. */
export interface Api {
  /** Everything that runs for the cluster must be deleted before this resource. */
  readonly component: pulumi.Resource;
  readonly eks: pulumi.Output<Cluster>;
  readonly securityGroupId: pulumi.Output<string>;
  /** ARN of the environment's key. */
  readonly keyArn: pulumi.Output<string>;
  /** Access entries and rules that a deletion of the cluster's objects needs. */
  readonly access: readonly pulumi.Resource[];
  readonly kubeconfig: pulumi.Output<string>;
  /** Provider for the cluster's objects. */
  readonly provider: kubernetes.Provider;
}

/** Creates the control plane with its key, role and logs, and then the access to it. */
export function createApi(
  name: string,
  args: EksArgs,
  account: pulumi.Input<string>,
  options: AwsOptions,
): Api {
  const {
    settings,
    clusterName,
    region,
    network,
    joined = [],
    data,
    redundancy,
    kubeClient,
  } = args;
  const { provider: aws, ...within } = options;
  const place = { clusterName, region, account };
  const keyArn = createKey(name, { ...place, data }, options).arn;
  const service = createServiceRole(`${name}-service`, { ...place, keyArn }, options);
  const logs = createLogs(name, { clusterName, ...settings.logs, keyArn }, options);
  const cluster = createCluster(
    name,
    { settings, clusterName, network, data, redundancy, role: service.role, keyArn },
    { ...within, providers: [aws], dependsOn: [...service.policies, logs] },
  );
  const { eks, securityGroupId } = cluster;
  // Karpenter finds the security group of its nodes by it: https://karpenter.sh/docs/concepts/nodeclasses/
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
  return { ...cluster, keyArn, access, kubeconfig, provider };
}

export interface EksArgs extends AwsContext {
  /** AWS account, twelve digits. */
  readonly account: string;
  readonly settings: EksOptions;
  /** Nodes depend on the whole of it: without its NAT they would find no image. */
  readonly network: PlatformNetwork & pulumi.Resource;
  /** Networks beyond the VPC whose people and machines use the private endpoint, by addresses of their own. @default none */
  readonly joined?: readonly string[];
  /** Of AWS. */
  readonly provider: pulumi.ProviderResource;
  readonly data: DataPolicy;
  readonly redundancy: Redundancy;
  readonly kubeClient: KubeClient;
  /** Repositories for the images of the environment's systems, each with the tags that stacks name. @default none */
  readonly repositories?: Readonly<Record<string, readonly string[]>>;
  /** Tags of what groups, controllers and add-ons make, which a provider's default tags do not reach. */
  readonly tags: Readonly<Record<string, string>>;
}

/** The parent, and the provider of AWS. */
export interface AwsOptions {
  readonly parent?: pulumi.Resource;
  readonly provider: pulumi.ProviderResource;
}

/** The same, and what must be there before. */
export interface AfterOptions extends AwsOptions {
  readonly dependsOn: readonly pulumi.Resource[];
}

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
      // a changed Secret is updated; otherwise it would be deleted, and pods that start meanwhile would fail
      enableSecretMutable: true,
    },
    options,
  );
}
