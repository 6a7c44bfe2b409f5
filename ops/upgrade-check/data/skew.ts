import type { Minor } from "../version.ts";

/** https://kubernetes.io/releases/version-skew-policy/, read 2026-11-21. */
export const skew = {
  /** Maximum minor versions by which a kubelet may be older than the API server. */
  kubelet: 3,
  /** Maximum minor versions by which kubectl may be older or newer than the API server. */
  kubectl: 1,
} as const;

/** Release of Kubernetes that provider 4.25.0 is built on: k8s.io/client-go in its go.mod. */
export const providerMinor: Minor = 33;
