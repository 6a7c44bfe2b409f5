import type { Stack } from "@pulumi/pulumi/automation/index.js";
import type { Places } from "./places.ts";
import { exportedState } from "./state.ts";

/**
 * Takes the protection of a stack's resources away before a destroy: a profile with `data: keep` refuses to let them go, and here
 * nobody's data is in them.
 * @returns how many were protected
 */
export async function unprotect(stack: Stack, places: Places, project: string): Promise<number> {
  const exported = exportedState(places, project, stack.name);
  const { resources = [] } = exported.deployment;
  const count = resources.filter(({ protect }) => protect === true).length;
  if (count === 0) return 0;
  const open = resources.map((resource) => ({ ...resource, protect: false }));
  await stack.importStack({ ...exported, deployment: { ...exported.deployment, resources: open } });
  return count;
}
