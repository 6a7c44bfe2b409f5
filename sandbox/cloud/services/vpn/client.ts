import { blockOf, overlaps } from "../../cidr.ts";
import type { Cloud, Order, Properties, Reference, ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { flag, object, objects, text } from "../../values.ts";
import { putInterface, zoneOf } from "../ec2/address.ts";
import { types } from "../ec2/types.ts";

const endpointType = "aws:ec2clientvpn/endpoint:Endpoint";
const associationType = "aws:ec2clientvpn/networkAssociation:NetworkAssociation";

const ofEndpoint: Reference = {
  to: [endpointType],
  error: "InvalidClientVpnEndpointId.NotFound: Endpoint {value} does not exist",
};

const certificate: Reference = {
  to: ["aws:acm/certificate:Certificate"],
  by: "arn",
  error: "InvalidParameterValue: Certificate {value} does not exist",
};

const endpoint: ResourceRow = {
  type: endpointType,
  references: {
    serverCertificateArn: certificate,
    "authenticationOptions.rootCertificateChainArn": certificate,
    "connectionLogOptions.cloudwatchLogGroup": {
      to: ["aws:cloudwatch/logGroup:LogGroup"],
      by: "name",
      error: "InvalidParameterValue: CloudWatch log group {value} does not exist",
      onDelete: "ignore",
    },
  },
  behaviour: { create: admitEndpoint, update: admitEndpoint },
};

const wantedBy: Readonly<Record<string, string>> = {
  "certificate-authentication": "rootCertificateChainArn",
  "directory-service-authentication": "activeDirectoryId",
  "federated-authentication": "samlProviderArn",
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateClientVpnEndpoint.html */
function admitEndpoint({ inputs }: Order): Properties | undefined {
  const refuse = (message: string): never => {
    throw new Refusal(`InvalidParameterValue: ${message}`);
  };
  const range = text(inputs, "clientCidrBlock");
  const block = blockOf(range ?? "");
  if (range !== undefined && (block?.canonical !== true || block.prefix < 12 || block.prefix > 22))
    refuse(`Client CIDR block ${range} must be a network between /12 and /22`);
  for (const one of objects(inputs, "authenticationOptions")) {
    const wanted = wantedBy[text(one, "type") ?? ""];
    if (wanted !== undefined && text(one, wanted) === undefined)
      refuse(`${wanted} is required for ${text(one, "type")}`);
  }
  const log = object(inputs, "connectionLogOptions");
  if (flag(log, "enabled") && text(log, "cloudwatchLogGroup") === undefined)
    refuse("CloudwatchLogGroup is required when connection logging is enabled");
  return undefined;
}

const association: ResourceRow = {
  type: associationType,
  references: {
    clientVpnEndpointId: ofEndpoint,
    subnetId: {
      to: [types.subnet],
      error: "InvalidClientVpnSubnetId.NotFound: Subnet {value} does not exist",
    },
  },
  behaviour: {
    create: ({ id, inputs, type, digits }, cloud) => {
      const [endpointId, subnetId] = [
        text(inputs, "clientVpnEndpointId"),
        text(inputs, "subnetId") ?? "",
      ];
      const subnet = cloud.find(types.subnet, subnetId);
      const vpcId = text(subnet?.properties ?? {}, "vpcId") ?? "";
      admitOverlap(cloud.of(endpointType, endpointId ?? ""), vpcId, cloud);
      for (const other of cloud.list(type)) {
        if (other.properties["clientVpnEndpointId"] !== endpointId) continue;
        const place = cloud.find(types.subnet, text(other.properties, "subnetId") ?? "");
        if (other.properties["vpcId"] !== vpcId)
          throw new Refusal("InvalidClientVpnSubnetId.DifferentVpc: Subnets must be of one VPC");
        if (other.properties["subnetId"] === subnetId)
          throw new Refusal(
            `InvalidClientVpnDuplicateAssociationException: Subnet ${subnetId} is already associated with the Client VPN endpoint.`,
          );
        if (zoneOf(place) === zoneOf(subnet))
          throw new Refusal(
            "InvalidClientVpnSubnetId.DuplicateAz: You have already associated a subnet from this Availability Zone with the Client VPN endpoint.",
          );
      }
      putInterface(cloud, id, `eni-0${digits("interface").slice(0, 16)}`, {
        subnetId,
        securityGroups: [],
      });
      return { associationId: id, vpcId };
    },
  },
};

function admitOverlap(endpoint: Properties, vpcId: string, cloud: Cloud): void {
  const clients = blockOf(text(endpoint, "clientCidrBlock") ?? "");
  const vpc = blockOf(text(cloud.of(types.vpc, vpcId), "cidrBlock") ?? "");
  if (clients !== undefined && vpc !== undefined && overlaps(clients, vpc))
    throw new Refusal(
      "InvalidClientVpnSubnetId.OverlappingCidr: The CIDR of the subnet's VPC overlaps with the client CIDR of the Client VPN endpoint.",
    );
}

const rule: ResourceRow = {
  type: "aws:ec2clientvpn/authorizationRule:AuthorizationRule",
  references: { clientVpnEndpointId: { ...ofEndpoint, onDelete: "cascade" } },
  behaviour: {
    create: ({ inputs }) => {
      if ((inputs["accessGroupId"] === undefined) !== (inputs["authorizeAllGroups"] === true))
        throw new Refusal(
          "InvalidParameterCombination: Exactly one of AccessGroupId and AuthorizeAllGroups must be specified",
        );
    },
  },
};

const route: ResourceRow = {
  type: "aws:ec2clientvpn/route:Route",
  references: { clientVpnEndpointId: { ...ofEndpoint, onDelete: "cascade" } },
  behaviour: {
    create: ({ inputs }, cloud) => {
      const { clientVpnEndpointId, targetVpcSubnetId } = inputs;
      const found = cloud.where(associationType, {
        clientVpnEndpointId,
        subnetId: targetVpcSubnetId,
      })[0];
      if (found === undefined)
        throw new Refusal(
          `InvalidClientVpnActiveAssociationNotFound: Subnet ${text(inputs, "targetVpcSubnetId")} is not associated with the endpoint.`,
        );
      // the association creates the route to its own VPC
      const vpc = cloud.find(types.vpc, text(found.properties, "vpcId") ?? "");
      if (vpc?.properties["cidrBlock"] === inputs["destinationCidrBlock"])
        throw new Refusal("InvalidClientVpnDuplicateRoute: The specified route already exists.");
    },
  },
};

export const clientVpn: readonly ResourceRow[] = [endpoint, association, rule, route];
