import type { IPodSecurityContext } from "kubernetes-models/v1/PodSecurityContext";
import type { ISecurityContext } from "kubernetes-models/v1/SecurityContext";

/**
 * A user that no image and no node has, for images that run as any user.
 * Above 10000, so that it meets no user of the node (kube-score, container-security-context-user-group-id).
 */
export const anyUser = 10001;

/** Pod Security Standard `restricted`, with one numeric user that also owns the pod's volumes. */
export function podSecurity(user: number): IPodSecurityContext {
  return {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: user,
    fsGroup: user,
    // a volume of many files is not walked at every start
    fsGroupChangePolicy: "OnRootMismatch",
    seccompProfile: { type: "RuntimeDefault" },
  };
}

/** Pod Security Standard `restricted`, and a read-only root file system. */
export function containerSecurity(user: number): ISecurityContext {
  return {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    privileged: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: user,
    seccompProfile: { type: "RuntimeDefault" },
  };
}
