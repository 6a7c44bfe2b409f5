import { PodIdentityAssociation } from "@pulumi/aws/eks/podIdentityAssociation.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { document, type Statement } from "../../iam/policy-document.ts";
import type { DataPolicy, ImageCaches, Peer } from "../../platform.ts";
import type { ClusterAccount, Owned, OwnedResource, PodIdentity } from "../control-plane.ts";
import { encryptsVolumes } from "./key.ts";
import { shortName } from "../../check/names.ts";
import { type ClusterPlace, clusterArn, longestRole } from "./names.ts";
import { createOwned } from "./owned.ts";
import { Role } from "@pulumi/aws/iam/role.js";
import * as pulumi from "@pulumi/pulumi";

interface EksAccountArgs extends Omit<ClusterPlace, "account"> {
  readonly account: pulumi.Input<string>;
  /** Name of the cluster as an output, which is known when the cluster exists. */
  readonly cluster: pulumi.Input<string>;
  readonly imageCaches: ImageCaches;
  readonly endpoints: readonly Peer[];
  readonly keyArn: pulumi.Output<string>;
  /** Kubeconfig as text, without a credential. */
  readonly kubeconfig: pulumi.Input<string>;
  readonly provider: pulumi.ProviderResource;
}

interface PodIdentityReadyArgs {
  readonly kubeconfig: pulumi.Input<string>;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** ID of the association. Another one is waited for again. */
  readonly association: pulumi.Input<string>;
}

/**
 * Exists when the API server gives new pods of a service account their credentials. An association is eventually consistent, and a pod
 * that is admitted a few seconds too early never gets any. The plug-in `hanok` asks by pods that are admitted and not created.
 */
class PodIdentityReady extends pulumi.CustomResource {
  constructor(name: string, args: PodIdentityReadyArgs, options: pulumi.CustomResourceOptions) {
    super("hanok:index:PodIdentityReady", name, { ...args }, options);
  }
}

/** The AWS account of an EKS cluster. */
export class EksAccount implements ClusterAccount {
  readonly region: string;
  readonly clusterName: string;
  readonly imageCaches: ImageCaches;
  readonly endpoints: readonly Peer[];
  readonly keyArn: pulumi.Output<string>;
  readonly #args: EksAccountArgs;

  constructor(args: EksAccountArgs) {
    this.region = args.region;
    this.clusterName = args.clusterName;
    this.imageCaches = args.imageCaches;
    this.endpoints = args.endpoints;
    this.keyArn = args.keyArn;
    this.#args = args;
  }

  /**
   * Makes one role, one policy and one association for a service account, and waits until new pods get their credentials. The policy is
   * inline, because nothing else uses it; it may have 10,240 characters.
   * @param given `dependsOn` holds the namespace, which the wait needs
   */
  createPodIdentity(
    name: string,
    { namespace, serviceAccount, statements, encryptsVolumes: withKey }: PodIdentity,
    given: pulumi.ResourceOptions,
  ): pulumi.Resource {
    const { cluster, provider, keyArn, kubeconfig, region, account } = this.#args;
    const { dependsOn: namespaces, ...within } = given;
    const place = { region, account, clusterName: this.clusterName };
    const options = { ...within, provider };
    const role = createPodRole(name, { ...place, namespace, serviceAccount }, options);
    const policy = new RolePolicy(
      name,
      {
        role: role.name,
        policy: pulumi
          .all([statements, keyArn])
          .apply(([own, key]) =>
            document(withKey ? [...own, ...encryptsVolumes(place.region, key)] : own),
          ),
      },
      options,
    );
    const association = new PodIdentityAssociation(
      name,
      { clusterName: cluster, namespace, serviceAccount, roleArn: role.arn },
      { ...options, dependsOn: [policy] },
    );
    return new PodIdentityReady(
      name,
      { kubeconfig, namespace, serviceAccount, association: association.associationId },
      // what pods depend on is also what they keep: policy and association go after them
      pulumi.mergeOptions({ ...within, dependsOn: [association] }, { dependsOn: namespaces }),
    );
  }

  createOwned(
    name: string,
    resource: OwnedResource,
    data: DataPolicy,
    given: pulumi.ResourceOptions,
  ): Owned {
    const { provider, keyArn, region, account } = this.#args;
    const place = { region, account, clusterName: this.clusterName, keyArn, data };
    return createOwned(name, resource, place, { ...given, provider });
  }
}

/** Whose pods may take a role. */
export interface PodRoleArgs extends Omit<ClusterPlace, "account"> {
  readonly account: pulumi.Input<string>;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** Makes a role for the pods of one service account. */
export function createPodRole(
  name: string,
  { account, ...args }: PodRoleArgs,
  options: pulumi.CustomResourceOptions,
): Role {
  return new Role(
    shortName(name, longestRole),
    {
      description: `Pods of ${args.serviceAccount} in ${args.namespace}, ${args.clusterName}`,
      assumeRolePolicy: pulumi
        .output(account)
        .apply((id) => document([podTrust({ ...args, account: id })])),
      tags: { Name: name },
    },
    options,
  );
}

/**
 * Lets EKS Pod Identity take a role for one service account of one cluster: without the condition, any association in the account may name
 * the role (https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html, and pod-id-abac.html for the tags).
 */
export function podTrust({
  namespace,
  serviceAccount,
  ...place
}: ClusterPlace & Pick<PodRoleArgs, "namespace" | "serviceAccount">): Statement {
  return {
    Effect: "Allow",
    Principal: { Service: "pods.eks.amazonaws.com" },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Condition: {
      StringEquals: {
        "aws:RequestTag/eks-cluster-arn": clusterArn(place),
        "aws:RequestTag/kubernetes-namespace": namespace,
        "aws:RequestTag/kubernetes-service-account": serviceAccount,
      },
    },
  };
}
