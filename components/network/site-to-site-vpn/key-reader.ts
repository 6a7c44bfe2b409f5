import { Policy } from "@pulumi/aws/iam/policy.js";
import * as pulumi from "@pulumi/pulumi";

/**
 * Policy for the role or permission set of those who configure the devices: read the keys of these connections, and nothing
 * else. AWS encrypts the secrets with its own key (`aws/secretsmanager`), so no KMS action is needed inside the account.
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

/** The document, sorted, so that the order of the connections changes nothing. */
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
