import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../iam/policy-document.ts";

/** A cluster in an AWS account, by names that are known before it is there: an output is no Helm value. */
export interface AwsContext {
  readonly region: string;
  /** Name of the EKS cluster. Its VPC, subnets and security group are found by tags that hold it. */
  readonly clusterName: string;
}

/** A service account with permissions in the AWS account. */
export interface PodIdentity {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly statements: readonly Statement[];
}

/** The account's side of a cluster. */
export interface ClusterAccount extends AwsContext {
  /**
   * Leads to the API server with the credentials of who runs Pulumi (`exec`), and holds none itself: at destroy, `VolumeReleaseBarrier` asks there
   * whether the volumes are gone.
   */
  readonly kubeconfig: pulumi.Input<string>;
  /** Makes role, policy and Pod Identity association. Pods of the service account depend on what it returns: a pod that is older has no credentials. */
  readonly createPodIdentity: (
    name: string,
    identity: PodIdentity,
    options: pulumi.ResourceOptions,
  ) => pulumi.Resource;
  /** Provider of AWS in the cluster's account and region. */
  readonly provider?: pulumi.ProviderResource;
  /** Security group that EKS made for the control plane and every node. It carries the discovery tag. */
  readonly securityGroupId?: pulumi.Output<string>;
  /** Node group of the platform's own controllers. */
  readonly systemNodes?: {
    readonly groupName: pulumi.Output<string>;
    /** Nodes that it has by day. */
    readonly count: number;
  };
}

/** What people need of a cluster. */
export interface ClusterOutputs {
  readonly name: pulumi.Output<string>;
  /** URL of the API. */
  readonly endpoint: pulumi.Output<string>;
  /** Minor version of Kubernetes. */
  readonly version: pulumi.Output<string>;
  /** It holds no credential, and is secret all the same: it tells where the API is. */
  readonly kubeconfig: pulumi.Output<string>;
  /** By EKS add-on: what AWS's default was at the last `up`. */
  readonly addonVersions: Readonly<Record<string, pulumi.Output<string>>>;
}

/** The API of a cluster, and what stands before a pod can run. */
export interface ControlPlane {
  /** For every object in the cluster. It holds no credential, and is the same in every run. */
  readonly provider: kubernetes.Provider;
  /** Network plug-in, nodes and name server. What runs in the cluster depends on them, so it is also gone before them. */
  readonly ready: readonly pulumi.Resource[];
  /** @default none: the cluster is somebody else's */
  readonly account?: ClusterAccount;
  /** @default none: the cluster is somebody else's */
  readonly outputs?: ClusterOutputs;
}

/** Makes the control plane below a Cluster: a borrowed one, or EKS, whose classes are loaded only where it is wanted. */
export type MakeControlPlane = (
  name: string,
  options: pulumi.ComponentResourceOptions,
) => ControlPlane;
