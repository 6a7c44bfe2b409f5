import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** A priority class of the platform's pods. */
export interface Priority {
  /** Name of the PriorityClass. */
  readonly name: string;
  /** Higher values go first. Users may have up to 1,000,000,000; the system's own classes are above it. */
  readonly value: number;
  readonly description: string;
}

/**
 * Priority classes of every pod of the program. A pod that finds no room takes that of a pod with a lower value.
 * Controllers on the system nodes have `system-cluster-critical`, which is above all of them.
 */
export const priorities = {
  platform: {
    name: "hanok-platform",
    value: 3_000_000,
    description: "Add-ons that stores and services depend on",
  },
  stores: {
    name: "hanok-stores",
    value: 2_000_000,
    description: "Stores, which their services depend on, and the Jobs that create their users",
  },
  services: {
    name: "hanok-services",
    value: 1_000_000,
    description: "Services of a system",
  },
} as const satisfies Readonly<Record<string, Priority>>;

/**
 * Creates the priority classes. Every pod that names one must be created after them, and deleted before them:
 * the API server refuses a pod whose class does not exist.
 */
export function createPriorityClasses(
  name: string,
  options: pulumi.CustomResourceOptions,
): readonly pulumi.Resource[] {
  return Object.values(priorities).map(
    ({ name: className, value, description }) =>
      new kubernetes.scheduling.v1.PriorityClass(
        `${name}-${className}`,
        {
          metadata: {
            name: className,
            labels: { "app.kubernetes.io/managed-by": "hanok" },
          },
          value,
          description,
        },
        // the value of a class is immutable, and its name is fixed
        { ...options, replaceOnChanges: ["value"], deleteBeforeReplace: true },
      ),
  );
}
