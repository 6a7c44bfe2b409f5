import { PodIdentityAssociation } from "@pulumi/aws/eks/podIdentityAssociation.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { document, type Statement } from "../../iam/policy-document.ts";
import type { ImageCaches } from "../../platform.ts";
import type { ClusterAccount, PodIdentity } from "../control-plane.ts";
import { encryptsVolumes } from "./key.ts";
import { type ClusterPlace, clusterArn, longestRole, shortName } from "./names.ts";
import { Role } from "@pulumi/aws/iam/role.js";
import * as pulumi from "@pulumi/pulumi";

interface EksAccountArgs extends Omit<ClusterPlace, "account"> {
  readonly account: pulumi.Input<string>;
  /** Name of the cluster as an output, which is known when the cluster exists. */
  readonly cluster: pulumi.Input<string>;
  readonly imageCaches: ImageCaches;
  readonly keyArn: pulumi.Output<string>;
  readonly provider: pulumi.ProviderResource;
}

/** The AWS account of an EKS cluster. */
export class EksAccount implements ClusterAccount {
  readonly region: string;
  readonly clusterName: string;
  readonly imageCaches: ImageCaches;
  readonly keyArn: pulumi.Output<string>;
  readonly #args: EksAccountArgs;

  constructor(args: EksAccountArgs) {
    this.region = args.region;
    this.clusterName = args.clusterName;
    this.imageCaches = args.imageCaches;
    this.keyArn = args.keyArn;
    this.#args = args;
  }

  /**
   * Makes one role, one policy and one association for a service account. The association comes last, so a pod that depends on it has its
   * permissions. The policy is inline, because nothing else uses it; it may have 10,240 characters.
   */
  createPodIdentity(
    name: string,
    { namespace, serviceAccount, statements, encryptsVolumes: withKey }: PodIdentity,
    given: pulumi.ResourceOptions,
  ): pulumi.Resource {
    const { cluster, provider, keyArn, region, account } = this.#args;
    const place = { region, account, clusterName: this.clusterName };
    const options = { ...given, provider };
    const role = createPodRole(name, { ...place, namespace, serviceAccount }, options);
    const policy = new RolePolicy(
      name,
      {
        role: role.name,
        policy: withKey
          ? keyArn.apply((key) => document([...statements, ...encryptsVolumes(place.region, key)]))
          : document(statements),
      },
      options,
    );
    return new PodIdentityAssociation(
      name,
      { clusterName: cluster, namespace, serviceAccount, roleArn: role.arn },
      { ...options, dependsOn: [policy] },
    );
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
