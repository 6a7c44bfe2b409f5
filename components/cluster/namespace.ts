import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { exemptAnnotation } from "../check/exempt.ts";
import type { PodSecurity } from "./addons/addon.ts";

/** A namespace of the platform, and what its pods may do. */
export interface NamespaceArgs {
  readonly name: string;
  readonly podSecurity: PodSecurity;
  /** @default none */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Further labels. @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Why the program adds no policy that denies all traffic. @default it adds one */
  readonly openBecause?: string;
}

/** A namespace in which the API server refuses pods that the Pod Security level does not allow. */
export function createNamespace(
  name: string,
  { name: namespace, podSecurity, labels = {}, annotations: given, openBecause }: NamespaceArgs,
  options: pulumi.CustomResourceOptions,
): kubernetes.core.v1.Namespace {
  const level = podSecurity === "restricted" ? podSecurity : podSecurity.level;
  const annotations = {
    ...given,
    ...(podSecurity === "restricted" ? {} : reasonOf(podSecurity)),
    ...(openBecause === undefined ? {} : exemptAnnotation("netpol-default-deny", openBecause)),
  };
  return new kubernetes.core.v1.Namespace(
    name,
    {
      metadata: {
        name: namespace,
        labels: {
          "app.kubernetes.io/managed-by": "hanok",
          "pod-security.kubernetes.io/enforce": level,
          "pod-security.kubernetes.io/audit": level,
          "pod-security.kubernetes.io/warn": level,
          ...labels,
        },
        ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
      },
    },
    options,
  );
}

/** The policy pack accepts `baseline` by itself. */
const reasonOf = ({ level, because }: Exclude<PodSecurity, "restricted">) =>
  level === "privileged"
    ? exemptAnnotation("namespace-pss-labels", because)
    : { "hanok.dev/pod-security": because };
