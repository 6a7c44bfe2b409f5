import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { priorities } from "../workload/priority.ts";

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
