import type { Cloud, CloudRecord, Order, Properties, ResourceRow } from "../model.ts";
import { admitPolicy, type PolicyDocument, policyKinds } from "../iam-policy.ts";
import { Refusal } from "../refusal.ts";
import { text } from "../values.ts";

const keyType = "aws:kms/key:Key";
const aliasType = "aws:kms/alias:Alias";

/** The key of an identifier, an ARN, or an alias's name or ARN. */
export function keyNamed(cloud: Cloud, value: string): CloudRecord | undefined {
  const alias = cloud
    .list(aliasType)
    .find(({ id, properties }) => id === value || properties["arn"] === value);
  const wanted = text(alias?.properties ?? {}, "targetKeyId") ?? value;
  return cloud
    .list(keyType)
    .find(({ id, properties }) => id === wanted || properties["arn"] === wanted);
}

const key: ResourceRow = {
  type: keyType,
  defaults: { multiRegion: false },
  behaviour: {
    // the provider's code decides it while it plans
    check: (inputs) =>
      inputs["rotationPeriodInDays"] !== undefined && inputs["enableKeyRotation"] === false
        ? [{ property: "rotationPeriodInDays", reason: "needs enableKeyRotation" }]
        : [],
    create: (order, cloud) => {
      admitKeyPolicy(order.inputs, cloud);
      admitRotation(order);
      return {
        keyId: order.id,
        policy: order.inputs["policy"] ?? defaultPolicy(cloud),
        ...(order.inputs["enableKeyRotation"] === true
          ? { rotationPeriodInDays: order.inputs["rotationPeriodInDays"] ?? 365 }
          : {}),
      };
    },
    update: (order, cloud) => {
      admitKeyPolicy(order.inputs, cloud);
      admitRotation(order);
    },
    // a key that is pending deletion has no alias
    remove: ({ id, properties }, cloud) => {
      for (const alias of cloud.list(aliasType))
        if ([id, properties["arn"]].includes(alias.properties["targetKeyId"]))
          cloud.remove(aliasType, alias.id);
    },
  },
};

/** https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html */
function admitRotation({ inputs }: Order): void {
  if (
    inputs["enableKeyRotation"] === true &&
    inputs["customerMasterKeySpec"] !== "SYMMETRIC_DEFAULT"
  )
    throw new Refusal(
      "UnsupportedOperationException: Automatic key rotation is supported for symmetric encryption keys only",
      "EnableKeyRotation",
    );
}

function admitKeyPolicy(inputs: Properties, cloud: Cloud): void {
  const policy = text(inputs, "policy");
  if (policy === undefined) return;
  const document = admitPolicy(policy, policyKinds.key, cloud);
  if (inputs["bypassPolicyLockoutSafetyCheck"] !== true && !keepsAWayIn(document, cloud))
    throw new Refusal(
      "MalformedPolicyDocumentException: The new key policy will not allow you to update the key policy in the future.",
    );
}

/** Whether a principal of this account may change the policy: the account, or a deployer. */
function keepsAWayIn({ statements }: PolicyDocument, { account }: Cloud): boolean {
  return statements.some(
    ({ effect, principals, actions }) =>
      effect === "Allow" &&
      (principals["AWS"] ?? []).some(
        (one) => one === "*" || one === account || one.includes(`::${account}:`),
      ) &&
      actions.some((action) =>
        /^(\*|kms:(\*|P\*|Pu\*|Put\*|PutKey\*|PutKeyPolicy))$/i.test(action),
      ),
  );
}

function defaultPolicy({ account, partition }: Cloud): string {
  const root = `arn:${partition}:iam::${account}:root`;
  const statement = {
    Sid: "Enable IAM User Permissions",
    Effect: "Allow",
    Principal: { AWS: root },
    Action: "kms:*",
    Resource: "*",
  };
  return JSON.stringify({ Version: "2012-10-17", Id: "key-default-1", Statement: [statement] });
}

const alias: ResourceRow = { type: aliasType, behaviour: { create: targetOf, update: targetOf } };

function targetOf({ inputs }: Order, cloud: Cloud): Properties {
  const name = text(inputs, "name") ?? "";
  if (name.startsWith("alias/aws/"))
    throw new Refusal("NotAuthorizedException: Aliases that begin with alias/aws/ are AWS's own");
  const target = text(inputs, "targetKeyId") ?? "";
  const found = target.startsWith("alias/") ? undefined : keyNamed(cloud, target);
  if (found === undefined) throw new Refusal(`NotFoundException: Key '${target}' does not exist`);
  return { targetKeyArn: found.properties["arn"] };
}

export const kms: readonly ResourceRow[] = [key, alias];
