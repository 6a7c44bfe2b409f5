import type { RemoteComponents } from "../component.ts";

/** Components of @pulumi/eks that are simulated: none yet, so every one is an error. */
export const eks: RemoteComponents = {};
