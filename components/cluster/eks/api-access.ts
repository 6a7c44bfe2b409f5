import { type ArnShape, validateArn } from "../../check/arn.ts";
import type { Problem } from "../../check/schema.ts";
import { Address4 } from "ip-address";

/** Principals for access entries of type STANDARD: https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html */
const shape: ArnShape = {
  service: "iam",
  resource: /^(role|user)\/[\w+=,.@/-]+$/,
  regional: false,
  what: "an IAM role or user",
};

/** Checks a principal that gets access to the cluster. */
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
 * Whether the caller of AWS's API is one of the given roles and users.
 * @param caller ARN from GetCallerIdentity; that of a session contains its role's name without the path
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

/** The role of a session; other callers are returned unchanged. */
export function roleOf(caller: string): string {
  return caller.replace(/:sts:(:\d{12}):assumed-role\/([^/]+)\/.*$/, ":iam:$1:role/<path>$2");
}

/** Networks that are never public sources, which EKS rejects: https://www.rfc-editor.org/rfc/rfc6890 */
const notPublic = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "224.0.0.0/3",
].map((range) => new Address4(range));

/** Maximum number of `publicAccessCidrs`: https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html */
export const mostPublicAccess = 40;

/** Shorter prefixes are larger than any office: two /1 are the whole internet. */
const largest = 16;

/** Checks a network that may reach the API from the internet. */
export function validatePublicCidr(value: string): Problem {
  if (!value.includes("/")) {
    return { problem: "has no prefix length", remedy: `Write ${value}/32 for one address.` };
  }
  if (!Address4.isValid(value)) return "is not an IPv4 network";
  const network = new Address4(value);
  const start = `${network.startAddress().correctForm()}/${network.subnetMask}`;
  if (network.subnetMask < largest) {
    return {
      problem: network.subnetMask === 0 ? "is the whole internet" : `is larger than a /${largest}`,
      remedy: "Name the addresses that deploy, like 203.0.113.7/32.",
    };
  }
  if (start !== value) return { problem: "has bits beyond its prefix", remedy: `Write ${start}.` };
  return notPublic.some((range) => network.isInSubnet(range))
    ? {
        problem: "is not an address of the internet",
        remedy: "Leave it out: who is in the VPC reaches the private endpoint.",
      }
    : undefined;
}
