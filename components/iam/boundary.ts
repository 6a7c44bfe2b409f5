import { getPolicy } from "@pulumi/aws/iam/getPolicy.js";
import { getRole } from "@pulumi/aws/iam/getRole.js";
import { getUser } from "@pulumi/aws/iam/getUser.js";
import type * as pulumi from "@pulumi/pulumi";
import type { ValidationIssue } from "../validation.ts";

const conditionKey = "iam:permissionsboundary";

/**
 * Checks the permissions boundary of the stack's roles. A deploy role with a boundary may only create roles with the
 * boundary that its own demands. Any boundary must exist.
 * @param caller ARN from GetCallerIdentity
 * @param boundary ARN, `hanok:permissionsBoundary`
 */
export async function validateBoundary(
  caller: string,
  boundary: string | undefined,
  options: pulumi.InvokeOptions,
): Promise<readonly ValidationIssue[]> {
  const key = "hanok:permissionsBoundary";
  const own = await boundaryOf(caller, options);
  const demanded = own === undefined ? [] : await demandedBy(own, options);
  const [wanted] = demanded;
  if (wanted !== undefined && !demanded.includes(boundary ?? "")) {
    const found = boundary === undefined ? "is missing" : "is another boundary";
    const problem = `${found}, and ${nameOf(caller)} may create a role only with the one that its own boundary demands`;
    const remedy = `Write this line below config: "${key}: ${wanted}".`;
    return [{ key, value: boundary, problem, remedy }];
  }
  if (boundary === undefined || boundary === own) return [];
  if ((await documentOf(boundary, options)) !== "missing") return [];
  const problem = "is not a policy of the account";
  const remedy = "Run bootstrap/ in this account first, and write the ARN that it prints.";
  return [{ key, value: boundary, problem, remedy }];
}

/** ARN of the caller's boundary. Undefined without one, or if the caller may not read itself. */
async function boundaryOf(
  caller: string,
  options: pulumi.InvokeOptions,
): Promise<string | undefined> {
  const [, kind, name = ""] =
    /:(assumed-role|role|user)\/(?:.*\/)?([^/]+)$/.exec(roleArn(caller)) ?? [];
  if (kind === undefined) return undefined;
  try {
    const found =
      kind === "user"
        ? await getUser({ userName: name }, options)
        : await getRole({ name }, options);
    return found.permissionsBoundary || undefined;
  } catch (error) {
    if (isDenied(error)) return undefined;
    throw error;
  }
}

/** A session's ARN without the session's name. */
const roleArn = (caller: string): string => caller.replace(/(:assumed-role\/[^/]+)\/.*$/, "$1");

const nameOf = (caller: string): string => roleArn(caller).split("/").at(-1) ?? caller;

/**
 * Boundaries that a document demands of a new role, by a Deny or by the condition of an Allow, as in IAM's own
 * examples.
 */
async function demandedBy(arn: string, options: pulumi.InvokeOptions): Promise<readonly string[]> {
  const document = await documentOf(arn, options);
  // an unreadable document is assumed to demand itself, like the boundary of bootstrap/
  if (typeof document === "string") return [arn];
  return listOf(document["Statement"]).flatMap((statement) => {
    const { Effect, Condition } = tableOf(statement);
    return Object.entries(tableOf(Condition)).flatMap(([operator, keys]) =>
      (Effect === "Deny") === /Not(Equals|Like)/.test(operator)
        ? Object.entries(tableOf(keys)).flatMap(([name, values]) =>
            name.toLowerCase() === conditionKey ? listOf(values).map(String) : [],
          )
        : [],
    );
  });
}

/** A policy's document; `missing` without such a policy, `denied` if the caller may not read it. */
async function documentOf(
  arn: string,
  options: pulumi.InvokeOptions,
): Promise<Readonly<Record<string, unknown>> | "missing" | "denied"> {
  try {
    const { policy } = await getPolicy({ arn }, options);
    return tableOf(JSON.parse(policy));
  } catch (error) {
    if (isDenied(error)) return "denied";
    // messages of the provider, and of IAM
    if (
      /no (matching )?IAM Policy|NoSuchEntity|couldn't find|not found|empty result/i.test(
        String(error),
      )
    )
      return "missing";
    throw error;
  }
}

const isDenied = (error: unknown): boolean => /AccessDenied|not authorized/i.test(String(error));

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

function tableOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value))
    : {};
}
