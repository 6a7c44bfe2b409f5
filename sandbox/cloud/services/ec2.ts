import type { ResourceRow } from "../model.ts";
import { associations } from "./ec2/association.ts";
import { addresses } from "./ec2/eip.ts";
import { vpcEndpoint } from "./ec2/endpoint.ts";
import { flowLog } from "./ec2/flow-log.ts";
import { internetGateways } from "./ec2/gateway.ts";
import { instance, networkInterface } from "./ec2/interface.ts";
import { launchTemplate } from "./ec2/launch-template.ts";
import { natGateway } from "./ec2/nat.ts";
import { route, routeTable } from "./ec2/route.ts";
import { securityGroups } from "./ec2/security-group.ts";
import { subnet } from "./ec2/subnet.ts";
import { tag } from "./ec2/tag.ts";
import { vpc } from "./ec2/vpc.ts";

/** EC2's networking and instances. */
export const ec2: readonly ResourceRow[] = [
  vpc,
  subnet,
  ...internetGateways,
  ...addresses,
  natGateway,
  routeTable,
  route,
  ...associations,
  ...securityGroups,
  networkInterface,
  instance,
  vpcEndpoint,
  flowLog,
  launchTemplate,
  tag,
];
