import type { Cloud } from "../model.ts";
import { Refusal } from "../refusal.ts";
import { has, rightsOf } from "../services/eks/roles.ts";
import { types } from "../services/iam/types.ts";

/** The caller of a request. */
export interface Caller {
  readonly role: string;
  /** Whether the caller's policies allow the action. Resources and conditions are ignored. */
  readonly may: (action: string) => boolean;
}

/** Actions that a call needs beyond the one of its own name. */
const besides: Readonly<Record<string, readonly string[]>> = {
  AddRoleToInstanceProfile: ["iam:PassRole"],
  CreateFleet: ["ec2:RunInstances", "ec2:CreateTags", "iam:PassRole"],
  CreateInstanceProfile: ["iam:TagInstanceProfile"],
  CreateLaunchTemplate: ["ec2:CreateTags"],
  RunInstances: ["ec2:CreateTags", "iam:PassRole"],
};

/**
 * The name of the role that an access key belongs to.
 * @throws Refusal for an unknown key, as AWS does
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

/** @throws Refusal in the service's words if the action is not allowed */
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
