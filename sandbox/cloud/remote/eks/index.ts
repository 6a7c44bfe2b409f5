import type { RemoteComponents } from "../component.ts";
import { createCluster } from "./cluster.ts";

/** Components of @pulumi/eks that are simulated. */
export const eks: RemoteComponents = { "eks:index:Cluster": createCluster };
