import { podContentCases } from "./cases/k8s-pod-content.ts";
import { podSecurityCases } from "./cases/k8s-pod-security.ts";
import type { Cases } from "./support/case.ts";

/** The cases of every rule. */
export const cases: Cases = { ...podSecurityCases, ...podContentCases };
