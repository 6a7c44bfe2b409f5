import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { exemptAnnotation } from "../check/exempt.ts";
import type { PodSecurityLevel } from "./addons/addon.ts";

/** A namespace of the platform, and what its pods may do. */
export interface NamespaceArgs {
  readonly name: string;
  readonly podSecurity: PodSecurityLevel;
  /** Further labels. @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Why the program adds no policy that denies all traffic. @default it adds one */
  readonly openBecause?: string;
}

/** A namespace in which the API server refuses pods that the Pod Security level does not allow. */
export function createNamespace(
  name: string,
  { name: namespace, podSecurity, labels = {}, openBecause }: NamespaceArgs,
  options: pulumi.CustomResourceOptions,
): kubernetes.core.v1.Namespace {
  return new kubernetes.core.v1.Namespace(
    name,
    {
      metadata: {
        name: namespace,
        labels: {
          "app.kubernetes.io/managed-by": "hanok",
          "pod-security.kubernetes.io/enforce": podSecurity,
          "pod-security.kubernetes.io/audit": podSecurity,
          "pod-security.kubernetes.io/warn": podSecurity,
          ...labels,
        },
        ...(openBecause === undefined
          ? {}
          : { annotations: exemptAnnotation("netpol-default-deny", openBecause) }),
      },
    },
    options,
  );
}
