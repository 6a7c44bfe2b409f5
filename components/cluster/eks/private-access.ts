import { SecurityGroupIngressRule } from "@pulumi/aws/vpc/securityGroupIngressRule.js";
import type * as pulumi from "@pulumi/pulumi";

/**
 * Opens the private endpoint to the VPC and what is joined with it. The group that EKS makes lets nobody in but the nodes, which carry it;
 * and inside the VPC the API's name leads to the private endpoint alone, so a deployment there, or who comes by a VPN, would time out
 * (https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html). Who may do what is still a matter of access entries.
 * @param args `networks` in CIDR notation, each once
 * @returns what has to stay as long as the API is used
 */
export function createPrivateAccess(
  name: string,
  args: { readonly securityGroupId: pulumi.Input<string>; readonly networks: readonly string[] },
  options: pulumi.CustomResourceOptions,
): readonly pulumi.Resource[] {
  const { securityGroupId, networks } = args;
  return networks.map((cidrIpv4) => {
    const own = `${name}-api-${cidrIpv4.replace(/[./]/g, "-")}`;
    const https = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };
    const description = "Private endpoint of the API";
    const rule = { securityGroupId, cidrIpv4, ...https, description, tags: { Name: own } };
    return new SecurityGroupIngressRule(own, rule, options);
  });
}
