import type { Cloud, Order, ResourceRow } from "../../model.ts";
import { admitPolicy, policyKinds } from "../../iam-policy.ts";
import { Refusal } from "../../refusal.ts";
import { flag, text, texts } from "../../values.ts";
import { putInterface, zoneOf } from "./address.ts";
import { types } from "./types.ts";

/** Services with a gateway endpoint. */
const gatewayServices = ["s3", "dynamodb"];

export const vpcEndpoint: ResourceRow = {
  type: types.endpoint,
  references: {
    routeTableIds: {
      to: [types.table],
      error: "InvalidRouteTableId.NotFound: The routeTable ID '{value}' does not exist",
      onDelete: "ignore", // its route goes with the table
    },
  },
  behaviour: {
    create: (order, cloud) => {
      const service = serviceOf(order, cloud);
      const policy = text(order.inputs, "policy");
      if (policy !== undefined) admitPolicy(policy, policyKinds.endpoint, cloud);
      const isGateway = order.inputs["vpcEndpointType"] === "Gateway";
      if (isGateway) admitGateway(order, cloud, service);
      else admitInterface(order, cloud);
      const { id, inputs, digits } = order;
      const securityGroups = texts(inputs, "securityGroupIds");
      const networkInterfaceIds = texts(inputs, "subnetIds").map((subnetId) => {
        const interfaceId = `eni-0${digits(subnetId).slice(0, 16)}`;
        putInterface(cloud, id, interfaceId, { subnetId, securityGroups });
        return interfaceId;
      });
      return {
        networkInterfaceIds,
        privateDnsEnabled: flag(inputs, "privateDnsEnabled"),
        prefixListId: isGateway ? prefixListOf(cloud, service) : "",
        dnsEntries: isGateway
          ? []
          : [
              {
                dnsName: `${id}.${service}.${cloud.region}.vpce.amazonaws.com`,
                hostedZoneId: "Z27UANNT0PRK1T",
              },
            ],
        cidrBlocks: [],
      };
    },
    update: ({ id, inputs, digits }, cloud, before) => {
      const [old, next] = [texts(before.properties, "subnetIds"), texts(inputs, "subnetIds")];
      const interfaceOf = (subnetId: string): string => `eni-0${digits(subnetId).slice(0, 16)}`;
      const securityGroups = texts(inputs, "securityGroupIds");
      for (const one of cloud.list(types.interface))
        if (one.owner === id && !next.includes(text(one.properties, "subnetId") ?? ""))
          cloud.remove(types.interface, one.id);
        else if (one.owner === id)
          cloud.put({ ...one, properties: { ...one.properties, securityGroups } });
      for (const subnetId of next.filter((one) => !old.includes(one)))
        putInterface(cloud, id, interfaceOf(subnetId), { subnetId, securityGroups });
      const made = cloud.list(types.interface).filter(({ owner }) => owner === id);
      return { networkInterfaceIds: made.map((one) => one.id) };
    },
  },
};

/** Service name in `com.amazonaws.<region>.<name>`. Services of other providers are accepted unchecked. */
function serviceOf({ inputs }: Order, { region }: Cloud): string {
  const name = text(inputs, "serviceName") ?? "";
  const match = /^(?:com\.amazonaws|aws\.api|aws\.sagemaker)\.([a-z0-9-]+)\.([a-z0-9.-]+)$/.exec(
    name,
  );
  const isForeign = match?.[1] !== (text(inputs, "serviceRegion") ?? region);
  if (match === null || (isForeign && match[1] !== "vpce"))
    throw new Refusal(`InvalidServiceName: The Vpc Endpoint Service '${name}' does not exist`);
  return match[2] ?? "";
}

function admitGateway({ type, inputs }: Order, cloud: Cloud, service: string): void {
  if (!gatewayServices.includes(service))
    throw new Refusal(
      "InvalidParameter: Endpoint type (Gateway) does not match available service types ([Interface]).",
    );
  for (const name of ["subnetIds", "securityGroupIds"])
    if (texts(inputs, name).length > 0)
      throw new Refusal(`InvalidParameter: ${name} cannot be specified for Gateway endpoints`);
  if (inputs["privateDnsEnabled"] === true)
    throw new Refusal("InvalidParameter: Private DNS can't be enabled for Gateway endpoints");
  const tables = new Set(texts(inputs, "routeTableIds"));
  const clash = cloud
    .where(type, { serviceName: inputs["serviceName"] })
    .flatMap(({ properties }) => texts(properties, "routeTableIds"))
    .find((table) => tables.has(table));
  if (clash !== undefined)
    throw new Refusal(
      `RouteAlreadyExists: route table ${clash} already has a route with destination-prefix-list-id ${prefixListOf(cloud, service)}`,
    );
}

function admitInterface({ type, inputs }: Order, cloud: Cloud): void {
  if (texts(inputs, "routeTableIds").length > 0)
    throw new Refusal("InvalidParameter: Route tables are not supported for Interface endpoints.");
  const zones = new Set<string>();
  for (const subnetId of texts(inputs, "subnetIds")) {
    const zone = zoneOf(cloud.find(types.subnet, subnetId)) ?? "";
    if (zones.has(zone))
      throw new Refusal(
        `DuplicateSubnetsInSameZone: Found another VPC endpoint subnet in the availability zone of ${subnetId}. VPC endpoint subnets should be in different availability zones supported by the VPC endpoint service.`,
      );
    zones.add(zone);
  }
  if (inputs["privateDnsEnabled"] !== true) return;
  const vpcId = text(inputs, "vpcId") ?? "";
  const vpc = cloud.of(types.vpc, vpcId);
  if (vpc["enableDnsSupport"] !== true || vpc["enableDnsHostnames"] !== true)
    throw new Refusal(
      `InvalidParameter: Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${vpcId}`,
    );
  const clash =
    cloud.where(type, { vpcId, serviceName: inputs["serviceName"], privateDnsEnabled: true })
      .length > 0;
  if (clash)
    throw new Refusal(
      `InvalidParameter: private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${text(inputs, "serviceName")} in the VPC ${vpcId}`,
    );
}

function prefixListOf({ region }: Cloud, service: string): string {
  return `pl-${[...`${region}${service}`]
    .reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) >>> 0, 7)
    .toString(16)
    .padStart(8, "0")}`;
}
