import type { Cloud } from "../model.ts";
import { Refusal } from "../refusal.ts";
import { has, rightsOf } from "../services/eks/roles.ts";
import { types } from "../services/iam/types.ts";

/** The caller of a request. */
export interface Caller {
  readonly role: string;
  /** By the actions that its policies allow; resources and conditions are not looked at. */
  readonly may: (action: string) => boolean;
}

/** What a call needs besides the action of its own name. */
const besides: Readonly<Record<string, readonly string[]>> = {
  AddRoleToInstanceProfile: ["iam:PassRole"],
  CreateFleet: ["ec2:RunInstances", "ec2:CreateTags", "iam:PassRole"],
  CreateInstanceProfile: ["iam:TagInstanceProfile"],
  CreateLaunchTemplate: ["ec2:CreateTags"],
  RunInstances: ["ec2:CreateTags", "iam:PassRole"],
};

/**
 * The role that an access key stands for: its name.
 * @throws Refusal as AWS refuses keys that it does not know
 */
export function callerOf(key: string, cloud: Cloud): Caller {
  const role = cloud.where(types.role, { name: key })[0];
  if (role === undefined)
    throw new Refusal(
      `AuthFailure: AWS was not able to validate the provided access credentials [simulated AWS: there is no role ${key}]`,
    );
  const rights = rightsOf(role.properties, cloud);
  return { role: key, may: (action) => has(rights, ["AdministratorAccess"], action) };
}

/** @throws Refusal as the service says that an action is not allowed */
export function admitCaller(caller: Caller, service: string, action: string, cloud: Cloud): void {
  const needed = [`${service}:${action}`, ...(besides[action] ?? [])];
  const missing = needed.find((one) => !caller.may(one));
  if (missing === undefined) return;
  const who = `arn:${cloud.partition}:sts::${cloud.account}:assumed-role/${caller.role}/karpenter`;
  const text = `User: ${who} is not authorized to perform: ${missing} because no identity-based policy allows the ${missing} action`;
  if (service === "ec2")
    throw new Refusal(
      `UnauthorizedOperation: You are not authorized to perform this operation. ${text}`,
    );
  throw new Refusal(`${service === "iam" ? "AccessDenied" : "AccessDeniedException"}: ${text}`);
}
