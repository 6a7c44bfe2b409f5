import { InstanceProfile } from "@pulumi/aws/iam/instanceProfile.js";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import * as pulumi from "@pulumi/pulumi";
import { assumedBy, type Statement, document } from "../iam/policy-document.ts";

interface NatRoleArgs {
  readonly region: string;
  readonly account: pulumi.Input<string>;
  /** Tag `Name` of the instance and of its primary interface, unique among the stacks of the account. */
  readonly instanceName: string;
  /** The permanent interface. */
  readonly interfaceArn: pulumi.Input<string>;
  /** The fixed public address. */
  readonly addressArn: pulumi.Input<string>;
}

/** Creates the role of the NAT instance and its instance profile. */
export function createNatRole(
  name: string,
  args: NatRoleArgs,
  options: pulumi.CustomResourceOptions,
): { readonly profile: InstanceProfile; readonly policy: RolePolicy } {
  const { region, account, instanceName, interfaceArn, addressArn } = args;
  const role = new Role(
    name,
    {
      description: "Takes over the interface and the address of the NAT",
      assumeRolePolicy: document([assumedBy("ec2.amazonaws.com")]),
    },
    options,
  );
  const policy = new RolePolicy(
    name,
    {
      role: role.name,
      policy: pulumi.all([account, interfaceArn, addressArn]).apply(([id, own, address]) =>
        document(
          natStatements({
            arns: `arn:aws:ec2:${region}:${id}`,
            instanceName,
            interfaceArn: own,
            addressArn: address,
          }),
        ),
      ),
    },
    options,
  );
  const profile = new InstanceProfile(name, { role: role.name }, options);
  return { profile, policy };
}

/**
 * Permissions of fck-nat at its start (https://fck-nat.dev/stable/configuration/#iam-requirements) and of Session Manager
 * (docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-add-permissions-to-existing-profile.html).
 * The managed policies for both would also allow reading every parameter of the account.
 */
export function natStatements({
  arns,
  instanceName,
  interfaceArn,
  addressArn,
}: {
  /** `arn:aws:ec2:<region>:<account>` */
  readonly arns: string;
  readonly instanceName: string;
  readonly interfaceArn: string;
  readonly addressArn: string;
}): readonly Statement[] {
  const own = { StringEquals: { "ec2:ResourceTag/Name": instanceName } };
  return [
    {
      Sid: "TakeOverInterface",
      Effect: "Allow",
      Action: "ec2:AttachNetworkInterface",
      Resource: interfaceArn,
    },
    {
      Sid: "TakeOverAddress",
      Effect: "Allow",
      Action: ["ec2:AssociateAddress", "ec2:DisassociateAddress"],
      Resource: addressArn,
    },
    {
      Sid: "OnOwnInstance",
      Effect: "Allow",
      Action: "ec2:AttachNetworkInterface",
      Resource: `${arns}:instance/*`,
      Condition: own,
    },
    {
      Sid: "OnOwnInterfaces",
      Effect: "Allow",
      Action: [
        "ec2:AssociateAddress",
        "ec2:DisassociateAddress",
        "ec2:ModifyNetworkInterfaceAttribute",
      ],
      Resource: `${arns}:network-interface/*`,
      Condition: own,
    },
    {
      Sid: "SessionManager",
      Effect: "Allow",
      Action: [
        "ssm:UpdateInstanceInformation",
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
      ],
      Resource: "*",
    },
  ];
}
