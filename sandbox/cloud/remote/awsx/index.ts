import type { RemoteComponents } from "../component.ts";
import { createVpc } from "./vpc.ts";

/**
 * Simulated components of
 * @pulumi/awsx.
 */
export const awsx: RemoteComponents = { "awsx:ec2:Vpc": createVpc };
