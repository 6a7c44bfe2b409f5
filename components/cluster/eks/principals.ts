import { type ArnShape, validateArn } from "../../check/arn.ts";
import type { Problem } from "../../check/schema.ts";

/** What an access entry of type STANDARD is for: https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html */
const shape: ArnShape = {
  service: "iam",
  resource: /^(role|user)\/[\w+=,.@/-]+$/,
  regional: false,
  what: "an IAM role or user",
};

/** What is wrong with a principal that shall reach the cluster. */
export function validatePrincipal(value: string): Problem {
  if (/^arn:[\w-]+:sts:.*:assumed-role\//.test(value)) {
    return {
      problem: "is a session, and ends",
      remedy: "Write the ARN of its role: arn:aws:iam::<account>:role/<path and name>.",
    };
  }
  if (/:root$/.test(value)) {
    return {
      problem: "is a whole account, and EKS takes no such principal",
      remedy: "Write the ARN of a role: arn:aws:iam::<account>:role/<path and name>.",
    };
  }
  return validateArn(value, shape);
}

/**
 * Whether the caller of AWS's API is one of some roles and users.
 * @param caller ARN of GetCallerIdentity; a session's holds its role's name without the path
 */
export function isAmong(caller: string, principals: readonly string[]): boolean {
  const session = /^arn:([\w-]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(caller);
  if (session === null) return principals.includes(caller);
  const [, partition, account, role] = session;
  return principals.some(
    (one) =>
      one.startsWith(`arn:${partition}:iam::${account}:role/`) && one.split("/").at(-1) === role,
  );
}

/** The role of a session, as far as its ARN tells; another caller as it is. */
export function roleOf(caller: string): string {
  return caller.replace(/:sts:(:\d{12}):assumed-role\/([^/]+)\/.*$/, ":iam:$1:role/<path>$2");
}
