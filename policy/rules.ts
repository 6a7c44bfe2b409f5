import type { Rule } from "./rule.ts";
import { podContent } from "./rules/k8s-pod-content.ts";
import { podSecurity } from "./rules/k8s-pod-security.ts";

/** The pack: every rule. */
export const rules: readonly Rule[] = [...podSecurity, ...podContent];
