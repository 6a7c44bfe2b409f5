import type { IEnvVar } from "kubernetes-models/v1/EnvVar";
import { document, type Statement } from "../iam/policy-document.ts";
import type { ServicePlatform } from "../platform.ts";
import type { Opening } from "../workload/network-policy.ts";
import type { Permission } from "./service.ts";
import type { ServiceSpec } from "./service-spec.ts";

/** Agent of EKS Pod Identity on each node (https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html). */
const credentials: Opening = { peers: [{ ipBlock: { cidr: "169.254.170.23/32" } }], ports: [80] };

/** Port of AWS's APIs. */
const apis = 443;

/** Most characters of a role's inline policy, blanks aside (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html). */
export const longestPolicy = 10_240;

/** Whether the pods of a service have permissions in AWS, so that they take the role of their service account. */
export function isPermitted({ permissions = [] }: Pick<ServiceSpec, "permissions">): boolean {
  return permissions.length > 0;
}

/** The statements of a service's role. */
export function statementsOf(permissions: readonly Permission[]): Statement[] {
  return permissions.map(({ actions, resources, conditions }) => ({
    Effect: "Allow",
    Action: actions,
    Resource: resources,
    ...(conditions && { Condition: conditions }),
  }));
}

/** Characters that the permissions take in the role's policy. */
export function policyLength(permissions: readonly Permission[]): number {
  return document(statementsOf(permissions)).length;
}

/**
 * The way to the credentials, and to the APIs of AWS inside the VPC. All other APIs have public addresses, also behind the
 * gateway endpoints of S3 and DynamoDB, so a service reaches them by `internet`.
 */
export function permissionEgress(spec: ServiceSpec, { aws }: ServicePlatform): Opening[] {
  if (!isPermitted(spec) || aws === undefined) return [];
  return [credentials, { peers: aws.endpoints, ports: [apis] }];
}

/** A first permission changes the pods, because a pod that is older than its role has no credentials. */
export const roleAnnotation = { "hanok.dev/permissions": "aws" } as const;

/** The region, which AWS's clients need. `environment` may name another. */
export function permissionVariables(spec: ServiceSpec, { aws }: ServicePlatform): IEnvVar[] {
  return isPermitted(spec) && aws !== undefined
    ? [{ name: regionVariable, value: aws.region }]
    : [];
}

export const regionVariable = "AWS_REGION";
