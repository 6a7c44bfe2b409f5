import { Policy } from "@pulumi/aws/iam/policy.js";
import * as pulumi from "@pulumi/pulumi";

/**
 * Creates a policy for the role or permission set that configures the devices. It only allows reading the keys of these
 * connections. AWS encrypts the secrets with its own key (`aws/secretsmanager`), so no KMS action is needed inside the account.
 */
export function createKeyReader(
  name: string,
  secretArns: readonly pulumi.Input<string>[],
  options: pulumi.CustomResourceOptions,
): Policy {
  const policy = pulumi.all([...secretArns]).apply(keyReaderPolicy);
  const description = "Read the preshared keys of the site-to-site VPN";
  return new Policy(name, { description, policy, tags: { Name: name } }, options);
}

/** The policy document. Its ARNs are sorted, so the order of the connections does not change it. */
export function keyReaderPolicy(secretArns: readonly string[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "ReadPresharedKeys",
        Effect: "Allow",
        Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
        Resource: [...secretArns].sort(),
      },
    ],
  });
}
