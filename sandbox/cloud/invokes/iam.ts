import type { Invoke } from "../model.ts";
import { types } from "../services/iam/types.ts";
import { text } from "../values.ts";

const missing = (action: string, name: string): Error =>
  new Error(
    `operation error IAM: ${action}, https response error StatusCode: 404, NoSuchEntity: ${name} cannot be found.`,
  );

/** Roles, users and policies of the account, without AWS managed policies. */
export const iam: Readonly<Record<string, Invoke>> = {
  "aws:iam/getRole:getRole": (args, cloud) => named(types.role, "GetRole", args["name"], cloud),
  "aws:iam/getUser:getUser": (args, cloud) => named(types.user, "GetUser", args["userName"], cloud),
  "aws:iam/getPolicy:getPolicy": (args, cloud) => {
    const arn = text(args, "arn") ?? "";
    const found = cloud.where(types.policy, { arn })[0];
    if (found === undefined) throw missing("GetPolicy", arn);
    return { ...args, ...found.properties, id: arn };
  },
};

function named(type: string, action: string, name: unknown, cloud: Parameters<Invoke>[1]) {
  const found = cloud.find(type, String(name));
  // the caller exists although no program created it
  if (found === undefined && !cloud.principal.endsWith(`/${String(name)}`))
    throw missing(action, String(name));
  return { permissionsBoundary: "", ...found?.properties, id: String(name) };
}
