import type { RemoteComponents } from "../component.ts";
import { createCluster } from "./cluster.ts";

/**
 * Simulated components of
 * @pulumi/eks.
 */
export const eks: RemoteComponents = { "eks:index:Cluster": createCluster };
