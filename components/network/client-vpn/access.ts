import { AuthorizationRule } from "@pulumi/aws/ec2clientvpn/authorizationRule.js";
import { NetworkAssociation } from "@pulumi/aws/ec2clientvpn/networkAssociation.js";
import { Route } from "@pulumi/aws/ec2clientvpn/route.js";
import type * as pulumi from "@pulumi/pulumi";
import { networkName } from "../../check/addresses.ts";
import type { Authorization } from "./options.ts";

export interface AccessArgs {
  readonly endpointId: pulumi.Input<string>;
  /** Subnets in different zones: an endpoint accepts one subnet per zone. */
  readonly subnetIds: readonly pulumi.Input<string>[];
  readonly authorizations: readonly Authorization[];
  /** Networks beyond the VPC. */
  readonly routes: readonly string[];
}

/** Creates the subnet associations, the authorization rules, and the routes beyond the VPC, one per association. */
export function createAccess(
  name: string,
  { endpointId, subnetIds, authorizations, routes }: AccessArgs,
  options: pulumi.CustomResourceOptions,
): readonly NetworkAssociation[] {
  const endpoint = { clientVpnEndpointId: endpointId };
  for (const { cidr, group } of authorizations) {
    const suffix = [networkName(cidr), ...(group === undefined ? [] : [group])].join("-");
    const whom = group === undefined ? { authorizeAllGroups: true } : { accessGroupId: group };
    new AuthorizationRule(
      `${name}-authorization-${suffix}`,
      { ...endpoint, targetNetworkCidr: cidr, ...whom },
      options,
    );
  }
  return subnetIds.map((subnetId, index) => {
    const association = new NetworkAssociation(
      `${name}-association-${index + 1}`,
      { ...endpoint, subnetId },
      options,
    );
    for (const cidr of routes) {
      new Route(
        `${name}-route-${networkName(cidr)}-${index + 1}`,
        {
          ...endpoint,
          destinationCidrBlock: cidr,
          // read from the association, because a route needs an associated subnet
          targetVpcSubnetId: association.subnetId,
        },
        options,
      );
    }
    return association;
  });
}
