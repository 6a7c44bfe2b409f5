/** The recommended labels of one workload (https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/). */
export function labelsOf(system: string, name: string): Record<string, string> {
  return { ...selectorOf(system, name), "app.kubernetes.io/managed-by": "hanok" };
}

/** The two labels that select a workload's pods. A selector is immutable, so it must not contain others. */
export function selectorOf(system: string, name: string): Record<string, string> {
  return { "app.kubernetes.io/name": name, "app.kubernetes.io/part-of": system };
}

/**
 * Disables two kube-score tests for a workload: stores and Jobs of the platform.
 * There is no CPU limit, and an image with a pinned version is pulled once (ADR 4).
 */
export const scoreAnnotations = {
  "kube-score/ignore": "container-resources,container-image-pull-policy",
} as const;
