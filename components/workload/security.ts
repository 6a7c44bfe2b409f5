import type { IPodSecurityContext } from "kubernetes-models/v1/PodSecurityContext";
import type { ISecurityContext } from "kubernetes-models/v1/SecurityContext";

/**
 * Numeric user for images that run as any user. Images and nodes do not define it.
 * It is above 10000 to avoid users of the node (kube-score, container-security-context-user-group-id).
 */
export const anyUser = 10001;

/** Security context of a pod under the Pod Security Standard `restricted`, or as root. The user also owns the pod's volumes. */
export function podSecurity(user: number): IPodSecurityContext {
  return {
    runAsNonRoot: user !== 0,
    runAsUser: user,
    runAsGroup: user,
    fsGroup: user,
    // avoids a recursive chown of large volumes at every start
    fsGroupChangePolicy: "OnRootMismatch",
    seccompProfile: { type: "RuntimeDefault" },
  };
}

/**
 * Security context of a container under the Pod Security Standard `restricted`, with a read-only root file system.
 * @param added capabilities beyond it @default none
 */
export function containerSecurity(user: number, added: readonly string[] = []): ISecurityContext {
  return {
    // another user than root gets a capability by the file of the program, which this forbids
    allowPrivilegeEscalation: user !== 0 && added.length > 0,
    capabilities: { drop: ["ALL"], ...(added.length === 0 ? {} : { add: [...added] }) },
    privileged: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: user !== 0,
    runAsUser: user,
    runAsGroup: user,
    seccompProfile: { type: "RuntimeDefault" },
  };
}
