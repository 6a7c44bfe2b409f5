import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment.js";
import * as pulumi from "@pulumi/pulumi";
import { assumedBy, document, type Statement } from "../../iam/policy-document.ts";
import { clusterArn, type ClusterPlace } from "./names.ts";

interface ServiceRoleArgs extends Omit<ClusterPlace, "account"> {
  readonly account: pulumi.Input<string>;
  readonly keyArn: pulumi.Input<string>;
}

/** The role by which EKS acts in the account, and what must be attached before it does. */
export interface ServiceRole {
  readonly role: Role;
  readonly policies: readonly pulumi.Resource[];
}

/**
 * Makes the role that EKS takes for this one cluster
 * (https://docs.aws.amazon.com/eks/latest/userguide/cross-service-confused-deputy-prevention.html).
 */
export function createServiceRole(
  name: string,
  { account, keyArn, ...place }: ServiceRoleArgs,
  options: pulumi.CustomResourceOptions,
): ServiceRole {
  const role = new Role(
    name,
    {
      description: `EKS, for ${place.clusterName}`,
      assumeRolePolicy: pulumi.output(account).apply((id) => {
        const condition = { ArnLike: { "aws:SourceArn": clusterArn({ ...place, account: id }) } };
        return document([assumedBy("eks.amazonaws.com", condition)]);
      }),
      tags: { Name: name },
    },
    options,
  );
  const managed = new RolePolicyAttachment(
    name,
    { role: role.name, policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy" },
    options,
  );
  const policy = pulumi.output(keyArn).apply((arn) => document(serviceStatements(arn)));
  return {
    role,
    policies: [managed, new RolePolicy(name, { role: role.name, policy }, options)],
  };
}

/** What EKS may do beside AWS's own policy. */
export function serviceStatements(keyArn: string): readonly Statement[] {
  return [
    {
      // https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html
      Sid: "EncryptSecrets",
      Effect: "Allow",
      Action: ["kms:Encrypt", "kms:Decrypt", "kms:ListGrants", "kms:DescribeKey"],
      Resource: keyArn,
    },
    {
      // the last lines arrive when the group is gone already, and would make it anew, without an end:
      // https://github.com/terraform-aws-modules/terraform-aws-eks/issues/920
      Sid: "NoOtherLogGroup",
      Effect: "Deny",
      Action: "logs:CreateLogGroup",
      Resource: "*",
    },
  ];
}
