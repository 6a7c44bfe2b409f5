import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { DataPolicy, ImageCaches, Peer } from "../platform.ts";
import type { Statement } from "../iam/policy-document.ts";

/** A cluster in an AWS account, by names that are known before it exists: a Helm value cannot be an output. */
export interface AwsContext {
  readonly region: string;
  /** Name of the EKS cluster. Tags of its VPC, subnets and security group hold this name. */
  readonly clusterName: string;
}

/** A service account with permissions in the AWS account. */
export interface PodIdentity {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly statements: pulumi.Input<readonly Statement[]>;
  /** Whether its calls to EC2 make volumes, which the environment's key encrypts. @default false */
  readonly encryptsVolumes?: boolean | undefined;
}

/** An AWS resource of an add-on. With `data: "keep"` it is protected, otherwise a destroy deletes it with its content. */
export type OwnedResource =
  /** Objects are deleted after a number of days. */
  | { readonly kind: "bucket"; readonly expireAfterDays: number }
  /** A KMS key for a few bytes. `keyAlias` is its name, which is known before it exists. */
  | { readonly kind: "key"; readonly alias: string; readonly description: string }
  /** A secret of Secrets Manager. The program never writes its value. */
  | { readonly kind: "secret"; readonly description: string };

/** Name of an add-on's key, as KMS and values of charts take it. */
export const keyAlias = (clusterName: string, alias: string): string =>
  `alias/${clusterName}-${alias}`;

/** A created resource of an add-on. */
export interface Owned {
  /** Name of a bucket; ARN of a key or secret. */
  readonly id: pulumi.Output<string>;
  /** Everything that its users may do with it. */
  readonly statements: pulumi.Output<readonly Statement[]>;
  /** What its users depend on beside `id`. */
  readonly ready: readonly pulumi.Resource[];
}

/** The AWS account of a managed cluster, as add-ons need it. */
export interface ClusterAccount extends AwsContext {
  /** The account's caches, which fill themselves at the first pull. */
  readonly imageCaches: ImageCaches;
  /** Addresses of AWS's APIs inside the VPC: the subnets of the interface endpoints. */
  readonly endpoints: readonly Peer[];
  /** ARN of the environment's key. */
  readonly keyArn: pulumi.Output<string>;
  /**
   * Makes a role, its policy and the Pod Identity association, and waits until new pods get their credentials.
   * @param options `dependsOn` holds the namespace of the service account
   * @returns what pods of the service account depend on: a pod that started earlier has no credentials
   */
  createPodIdentity(
    name: string,
    identity: PodIdentity,
    options: pulumi.ResourceOptions,
  ): pulumi.Resource;
  /** Makes a resource of an add-on. @param data whether it is kept */
  createOwned(
    name: string,
    resource: OwnedResource,
    data: DataPolicy,
    options: pulumi.ResourceOptions,
  ): Owned;
}

/** What people need to know of a managed cluster. */
export interface ClusterOutputs {
  readonly name: pulumi.Output<string>;
  /** URL of the API. */
  readonly endpoint: pulumi.Output<string>;
  /** Minor version of Kubernetes. */
  readonly version: pulumi.Output<string>;
  /** Contains no credential. It is secret nevertheless, because it shows the address of the API. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Version of each EKS add-on: the pinned one, or AWS's default at the last `up`. */
  readonly addonVersions: Readonly<Record<string, pulumi.Output<string>>>;
}

/** The control plane of a managed cluster, and everything that a pod needs before it can run. */
export interface ControlPlane {
  /** Provider for every object in the cluster. It holds no credential and is the same in every run. */
  readonly provider: kubernetes.Provider;
  /** Network plug-in, system nodes and DNS. Everything in the cluster depends on these, so it is deleted before them. */
  readonly ready: readonly pulumi.Resource[];
  readonly account: ClusterAccount;
  /** Authenticates by the credentials of whoever runs Pulumi (`exec`), and contains none. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Security group that EKS creates for the control plane and every node. It carries Karpenter's discovery tag. */
  readonly securityGroupId: pulumi.Output<string>;
  readonly systemNodes: SystemNodeGroup;
  readonly outputs: ClusterOutputs;
}

/** Node group of the platform's own controllers. */
export interface SystemNodeGroup {
  readonly groupName: pulumi.Input<string>;
  /** Nodes outside a scale-down, one or more. */
  readonly count: number;
}
