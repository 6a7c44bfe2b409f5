import type { IPodSecurityContext } from "kubernetes-models/v1/PodSecurityContext";
import type { ISecurityContext } from "kubernetes-models/v1/SecurityContext";

/**
 * Numeric user for images that run as any user. Images and nodes do not define it.
 * It is above 10000 to avoid users of the node (kube-score, container-security-context-user-group-id).
 */
export const anyUser = 10001;

/** Security context of a pod under the Pod Security Standard `restricted`. The user also owns the pod's volumes. */
export function podSecurity(user: number): IPodSecurityContext {
  return {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: user,
    fsGroup: user,
    // avoids a recursive chown of large volumes at every start
    fsGroupChangePolicy: "OnRootMismatch",
    seccompProfile: { type: "RuntimeDefault" },
  };
}

/** Security context of a container under the Pod Security Standard `restricted`, with a read-only root file system. */
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
