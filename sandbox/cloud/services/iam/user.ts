import type { Cloud, Order, ResourceRow } from "../../model.ts";
import { admitPolicy, policyKinds, withoutBlanks } from "../../iam-policy.ts";
import { Refusal } from "../../refusal.ts";
import { text } from "../../values.ts";
import { boundary, deleteConflict, ofPolicy, ofUser, taken, types } from "./types.ts";

const user: ResourceRow = {
  type: types.user,
  global: true,
  arn: "arn:{partition}:iam::{account}:user{path}{name}",
  words: { noun: "IAM User" },
  defaults: { path: "/", forceDestroy: false },
  outputs: { uniqueId: "AIDA*" },
  unique: { by: ["name"], ...taken("User") },
  inUse: deleteConflict,
  references: { permissionsBoundary: boundary },
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const keysPerUser = 2;

const accessKey: ResourceRow = {
  type: "aws:iam/accessKey:AccessKey",
  global: true,
  id: "AKIA*",
  words: { noun: "IAM Access Key" },
  defaults: { status: "Active" },
  outputs: { createDate: "2026-11-21T00:00:00Z" },
  references: { user: ofUser },
  behaviour: {
    create: ({ type, inputs, digits }, cloud) => {
      const made = cloud
        .list(type)
        .filter(({ properties }) => properties["user"] === inputs["user"]);
      if (made.length >= keysPerUser)
        throw new Refusal(
          "LimitExceeded",
          `Cannot exceed quota for AccessKeysPerUser: ${keysPerUser}`,
        );
      return {
        secret: digits("secret").slice(0, 40),
        sesSmtpPasswordV4: digits("smtp").slice(0, 44),
      };
    },
  },
};

const userPolicy: ResourceRow = {
  type: "aws:iam/userPolicy:UserPolicy",
  global: true,
  id: "{user}:{name}",
  words: { noun: "IAM User Policy", create: "PutUserPolicy", update: "PutUserPolicy" },
  references: { user: ofUser },
  behaviour: { create: admitUserPolicy, update: admitUserPolicy },
};

function admitUserPolicy({ inputs }: Order, cloud: Cloud): undefined {
  const policy = text(inputs, "policy") ?? "";
  admitPolicy(policy, policyKinds.inline, cloud);
  if (withoutBlanks(policy).length > 2048)
    throw new Refusal(
      "LimitExceeded",
      `Maximum policy size of 2048 bytes exceeded for user ${text(inputs, "user")}`,
    );
}

export const users: readonly ResourceRow[] = [
  user,
  accessKey,
  userPolicy,
  {
    type: "aws:iam/userPolicyAttachment:UserPolicyAttachment",
    global: true,
    id: "{user}/{policyArn}",
    words: { noun: "IAM User Policy Attachment", create: "AttachUserPolicy" },
    references: { user: ofUser, policyArn: ofPolicy },
  },
];
