import type { ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { text, texts } from "../../values.ts";
import { putInterface, takeAddress, vpcIdOf } from "./address.ts";
import { types } from "./types.ts";

/** Maximum number of groups of an interface, https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const mostGroups = 5;

const groups = {
  to: [types.group],
  error: "InvalidGroup.NotFound: The security group '{value}' does not exist",
} as const;

export const networkInterface: ResourceRow = {
  type: types.interface,
  defaults: { interfaceType: "interface" },
  references: { securityGroups: groups },
  behaviour: {
    create: ({ inputs, digits }, cloud) => {
      const subnetId = text(inputs, "subnetId") ?? "";
      const chosen = texts(inputs, "securityGroups");
      if (chosen.length > mostGroups)
        throw new Refusal(
          "SecurityGroupsPerInterfaceLimitExceeded: You have exceeded the maximum number of security groups allowed per network interface.",
        );
      const vpcId = vpcIdOf(cloud, subnetId);
      const foreign = chosen.find(
        (id) => cloud.find(types.group, id)?.properties["vpcId"] !== vpcId,
      );
      if (foreign !== undefined)
        throw new Refusal(
          "InvalidParameterValue: You have specified two resources that belong to different networks.",
        );
      const wanted = [...texts(inputs, "privateIps"), ...texts(inputs, "privateIp")];
      const given = [...new Set(wanted)].map((address) => takeAddress(cloud, subnetId, address));
      const privateIps = given.length > 0 ? given : [takeAddress(cloud, subnetId)];
      return {
        privateIps,
        privateIp: privateIps[0],
        macAddress: `02:${(digits("mac").slice(0, 10).match(/../g) ?? []).join(":")}`,
        securityGroups: chosen.length > 0 ? chosen : defaultGroup(cloud.list(types.group), vpcId),
      };
    },
  },
};

function defaultGroup(
  of: readonly { readonly id: string; readonly owner?: string }[],
  vpcId: string | undefined,
): readonly string[] {
  return of.filter(({ owner }) => owner !== undefined && owner === vpcId).map(({ id }) => id);
}

export const instance: ResourceRow = {
  type: types.instance,
  references: {
    "launchTemplate.id": {
      to: [types.template],
      error:
        "InvalidLaunchTemplateId.NotFound: The specified launch template, with template ID {value}, does not exist.",
      onDelete: "ignore",
    },
  },
  behaviour: {
    create: ({ id, inputs, digits }, cloud) => {
      const subnetId = text(inputs, "subnetId");
      if (subnetId === undefined)
        throw new Refusal(
          "VPCIdNotSpecified: No default VPC for this user. GroupName is only supported for EC2-Classic and default VPC.",
        );
      const primaryNetworkInterfaceId = `eni-0${digits("interface").slice(0, 16)}`;
      const securityGroups = texts(inputs, "vpcSecurityGroupIds");
      const wanted = text(inputs, "privateIp");
      const place = { subnetId, securityGroups, wanted };
      return {
        primaryNetworkInterfaceId,
        privateIp: putInterface(cloud, id, primaryNetworkInterfaceId, place),
      };
    },
  },
};
