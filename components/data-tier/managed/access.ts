import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
import { Secret } from "@pulumi/aws/secretsmanager/secret.js";
import { SecretVersion } from "@pulumi/aws/secretsmanager/secretVersion.js";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc/securityGroupIngressRule.js";
import * as pulumi from "@pulumi/pulumi";
import { exemptTag } from "../../check/exempt.ts";
import type { Statement } from "../../iam/policy-document.ts";
import type { DataPolicy } from "../../platform.ts";

export interface StoreGroupArgs {
  readonly vpcId: pulumi.Input<string>;
  readonly nodeSecurityGroupId: pulumi.Input<string>;
  readonly ports: readonly number[];
}

/** A security group that admits the nodes and pods of the cluster on a store's ports, and nobody else. */
export function createStoreGroup(
  name: string,
  { vpcId, nodeSecurityGroupId, ports }: StoreGroupArgs,
  options: pulumi.CustomResourceOptions,
): SecurityGroup {
  const group = new SecurityGroup(
    name,
    { vpcId, description: `Clients of ${name}`, tags: { Name: name } },
    options,
  );
  for (const port of ports)
    new SecurityGroupIngressRule(
      `${name}-${port}`,
      {
        securityGroupId: group.id,
        referencedSecurityGroupId: nodeSecurityGroupId,
        ipProtocol: "tcp",
        fromPort: port,
        toPort: port,
        description: "Nodes and pods of the cluster",
      },
      options,
    );
  return group;
}

export interface RootSecretArgs {
  /** Identifier of the store in AWS. */
  readonly identifier: string;
  /** Secret. */
  readonly password: pulumi.Input<string>;
  readonly keyArn: pulumi.Input<string>;
  readonly data: DataPolicy;
}

/** The administrator's password in Secrets Manager, in the form of the secrets that RDS makes. Returns the ARN. */
export function createRootSecret(
  name: string,
  { identifier, password, keyArn, data }: RootSecretArgs,
  options: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const kept = { ...options, protect: data === "keep" };
  const secret = new Secret(
    name,
    {
      name: `${identifier}/root`,
      description: `Administrator of ${identifier}`,
      kmsKeyId: keyArn,
      recoveryWindowInDays: data === "keep" ? 30 : 0,
      tags: exemptTag("secret-rotation", "Rotated by hand: docs/runbooks/store-administrator.md"),
    },
    kept,
  );
  new SecretVersion(
    name,
    {
      secretId: secret.id,
      secretString: pulumi.secret(pulumi.jsonStringify({ username: "root", password })),
    },
    kept,
  );
  return secret.arn;
}

/** Statements that let the provisioning Job read one secret, and use the key for that alone. */
export function readsSecret(arn: string, key: string): readonly Statement[] {
  const region = arn.split(":")[3] ?? "";
  return [
    { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: arn },
    {
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: key,
      Condition: { StringEquals: { "kms:ViaService": `secretsmanager.${region}.amazonaws.com` } },
    },
  ];
}
