import type { Cloud, Order, Reference, ResourceRow } from "../model.ts";
import { admitPolicy, isPublic, policyKinds } from "../iam-policy.ts";
import { Refusal } from "../refusal.ts";
import { flag, number, text } from "../values.ts";
import { keyNamed } from "./kms.ts";

const secretType = "aws:secretsmanager/secret:Secret";

/** The remains of a deleted secret: its name stays reserved until the recovery window ends. Not a resource of the engine. */
export const scheduledForDeletion = "simulated:secretsmanager/secret:ScheduledForDeletion";

const secret: ResourceRow = {
  type: secretType,
  behaviour: {
    create: (order, cloud) => {
      const name = text(order.inputs, "name") ?? "";
      if (cloud.find(scheduledForDeletion, name) !== undefined)
        throw new Refusal(
          "InvalidRequestException: You can't create this secret because a secret with this name is already scheduled for deletion.",
        );
      return admitSecret(order, cloud);
    },
    update: admitSecret,
    remove: ({ properties, id }, cloud) => {
      if (number(properties, "recoveryWindowInDays") === 0) return;
      const name = text(properties, "name") ?? "";
      cloud.put({ type: scheduledForDeletion, id: name, properties: { arn: id } });
    },
  },
};

function admitSecret({ inputs }: Order, cloud: Cloud): undefined {
  const policy = text(inputs, "policy");
  if (policy !== undefined) admitPolicy(policy, policyKinds.secret, cloud);
  const key = text(inputs, "kmsKeyId");
  const isOwn = key !== undefined && !key.includes("alias/aws/") && !isOthers(key, cloud);
  if (isOwn && keyNamed(cloud, key) === undefined)
    throw new Refusal(`InvalidParameterException: The KMS key ${key} does not exist`);
}

function isOthers(key: string, { account }: Cloud): boolean {
  return key.startsWith("arn:") && key.split(":")[4] !== account;
}

function admitSecretPolicy({ inputs }: Order, cloud: Cloud): undefined {
  const document = admitPolicy(text(inputs, "policy") ?? "", policyKinds.secret, cloud);
  if (flag(inputs, "blockPublicPolicy") && isPublic(document))
    throw new Refusal(
      "PublicPolicyException: You can't attach the resource policy because it would allow broad access to the secret.",
    );
}

const ofSecret: Reference = {
  to: [secretType],
  error: "ResourceNotFoundException: Secrets Manager can't find the specified secret.",
  onDelete: "cascade",
};

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html */
const longestValue = 65_536;

const version: ResourceRow = {
  type: "aws:secretsmanager/secretVersion:SecretVersion",
  references: { secretId: ofSecret },
  behaviour: {
    create: ({ inputs }) => {
      const value = text(inputs, "secretString") ?? text(inputs, "secretBinary");
      if (value !== undefined && value.length > longestValue)
        throw new Refusal(
          `ValidationException: Member must have length less than or equal to ${longestValue}`,
        );
      return { versionStages: inputs["versionStages"] ?? ["AWSCURRENT"] };
    },
  },
};

export const secretsmanager: readonly ResourceRow[] = [
  secret,
  version,
  {
    type: "aws:secretsmanager/secretPolicy:SecretPolicy",
    references: { secretArn: ofSecret },
    behaviour: { create: admitSecretPolicy, update: admitSecretPolicy },
  },
];
