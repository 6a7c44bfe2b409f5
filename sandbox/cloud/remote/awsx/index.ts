import type { RemoteComponents } from "../component.ts";
import { createVpc } from "./vpc.ts";

/** Components of @pulumi/awsx that are simulated. */
export const awsx: RemoteComponents = { "awsx:ec2:Vpc": createVpc };
