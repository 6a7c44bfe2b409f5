import type { Cloud, Order, Properties, ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { flag, objects, text, texts } from "../../values.ts";
import { publicAddress, putInterface, zoneOf } from "../ec2/address.ts";
import { types } from "../ec2/types.ts";
import { admitGroups, vpcOfSubnets, zonesOfSubnets } from "../common.ts";
import { lbTypes } from "./types.ts";

/** Hosted zone of ap-northeast-2: "Elastic Load Balancing endpoints and quotas"; one value represents all regions. */
const hostedZone = "ZSIMULATEDLB";
const subnetMissing = {
  to: [types.subnet],
  error: "SubnetNotFound: The subnet ID '{value}' does not exist",
} as const;

function subnetsOf(inputs: Properties): readonly string[] {
  return [
    ...texts(inputs, "subnets"),
    ...objects(inputs, "subnetMappings").flatMap((one) => texts(one, "subnetId")),
  ];
}

function place({ inputs }: Order, cloud: Cloud): string | undefined {
  const subnets = subnetsOf(inputs);
  const kind = text(inputs, "loadBalancerType") ?? "application";
  const zones = zonesOfSubnets(cloud, subnets);
  if (zones.length < subnets.length)
    throw new Refusal(
      "InvalidConfigurationRequest: A load balancer cannot be attached to multiple subnets in the same Availability Zone",
    );
  if (subnets.length === 0)
    throw new Refusal("ValidationError: At least one subnet must be specified");
  if (kind === "application" && zones.length < 2)
    throw new Refusal(
      "ValidationError: At least two subnets in two different Availability Zones must be specified",
    );
  const several = "The subnets must be in the same VPC";
  const refusal = new Refusal(`InvalidConfigurationRequest: ${several}`);
  const vpcId = vpcOfSubnets(cloud, subnets, refusal);
  const groups = texts(inputs, "securityGroups");
  if (kind === "gateway" && groups.length > 0)
    throw new Refusal(
      "InvalidConfigurationRequest: Security groups are not supported for gateway load balancers",
    );
  admitGroups(
    cloud,
    vpcId,
    groups,
    (group) =>
      new Refusal(
        `InvalidConfigurationRequest: One or more security groups are invalid: ${group} is not in ${vpcId ?? ""}`,
      ),
  );
  if (!flag(inputs, "internal") && kind !== "gateway" && !hasGateway(cloud, vpcId))
    throw new Refusal(`InvalidSubnet: VPC ${vpcId ?? ""} has no internet gateway`);
  return vpcId;
}

/** An interface in each subnet. It keeps the subnet and the groups in use while the load balancer exists. */
function attach({ id, inputs, digits }: Order, cloud: Cloud): void {
  const isPublic = !flag(inputs, "internal") && text(inputs, "loadBalancerType") !== "gateway";
  for (const subnetId of subnetsOf(inputs)) {
    const hex = digits(`interface in ${subnetId}`);
    putInterface(cloud, id, `eni-0${hex.slice(0, 16)}`, {
      subnetId,
      securityGroups: texts(inputs, "securityGroups"),
      ...(isPublic ? { publicIp: publicAddress(hex) } : {}),
    });
  }
}

function hasGateway(cloud: Cloud, vpcId: string | undefined): boolean {
  return [types.gateway, types.gatewayAttachment].some(
    (type) => cloud.where(type, { vpcId }).length > 0,
  );
}

export const loadBalancer: ResourceRow = {
  type: lbTypes.loadBalancer,
  defaults: { ipAddressType: "ipv4", internal: false },
  references: {
    subnets: subnetMissing,
    "subnetMappings.subnetId": subnetMissing,
    securityGroups: {
      to: [types.group],
      error: "InvalidSecurityGroup: One or more security groups are invalid: {value}",
    },
    "accessLogs.bucket": {
      to: ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"],
      error:
        "InvalidConfigurationRequest: Access Denied for bucket: {value}. Please check S3bucket permission",
      onDelete: "ignore", // S3 does not know who writes to it
    },
  },
  behaviour: {
    create: (order, cloud) => {
      const vpcId = place(order, cloud);
      const kind = text(order.inputs, "loadBalancerType") ?? "application";
      const { name, prefix } = {
        name: text(order.inputs, "name") ?? "",
        prefix: flag(order.inputs, "internal") ? "internal-" : "",
      };
      attach(order, cloud);
      const label = `${prefix}${name}-${Number.parseInt(order.digits("dns").slice(0, 8), 16)}`;
      return {
        arnSuffix: order.id.split(":loadbalancer/")[1],
        dnsName:
          kind === "network"
            ? `${name}-${order.digits("dns").slice(0, 16)}.elb.${cloud.region}.amazonaws.com`
            : `${label}.${cloud.region}.elb.amazonaws.com`,
        subnets: subnetsOf(order.inputs),
        securityGroups: texts(order.inputs, "securityGroups"),
        subnetMappings: subnetsOf(order.inputs).map((subnetId) => ({
          subnetId,
          zone: zoneOf(cloud.find(types.subnet, subnetId)),
        })),
        vpcId,
        zoneId: hostedZone,
      };
    },
    update: (order, cloud) => {
      place(order, cloud);
    },
    remove: ({ id, properties }, cloud) => {
      if (flag(properties, "enableDeletionProtection"))
        throw new Refusal(
          `OperationNotPermitted: Load balancer '${id}' cannot be deleted because deletion protection is enabled`,
        );
      for (const listener of cloud.list(lbTypes.listener))
        if (listener.properties["loadBalancerArn"] === id) cloud.remove(listener.type, listener.id);
    },
  },
};
