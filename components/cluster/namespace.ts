import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { PodSecurityLevel } from "./addons/addon.ts";

/** A namespace of the platform, and what its pods may do. */
export interface NamespaceArgs {
  readonly name: string;
  readonly podSecurity: PodSecurityLevel;
  /** Further labels. @default none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** A namespace in which the API server refuses pods that the Pod Security level does not allow. */
export function createNamespace(
  name: string,
  { name: namespace, podSecurity, labels = {} }: NamespaceArgs,
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
      },
    },
    options,
  );
}
