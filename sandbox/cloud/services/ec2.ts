import type { ResourceRow } from "../model.ts";
import { subnet } from "./ec2/subnet.ts";
import { vpc } from "./ec2/vpc.ts";

/** EC2's networking. */
export const ec2: readonly ResourceRow[] = [vpc, subnet];
