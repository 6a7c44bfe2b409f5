import type { ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { text } from "../../values.ts";
import { publicAddress } from "./address.ts";
import { types } from "./types.ts";

const instance = {
  to: [types.instance],
  code: "InvalidInstanceID.NotFound",
  message: "The instance ID '{value}' does not exist",
  onDelete: "ignore",
} as const;

export const addresses: readonly ResourceRow[] = [
  {
    type: types.eip,
    id: "eipalloc-*",
    words: { noun: "EC2 EIP", create: "AllocateAddress", delete: "ReleaseAddress" },
    defaults: { domain: "vpc" },
    outputs: { allocationId: "{id}", publicIpv4Pool: "amazon", networkBorderGroup: "{region}" },
    references: { instance },
    inUse: { code: "InvalidIPAddress.InUse", message: "Address {publicIp} is in use." },
    quota: {
      count: 5,
      code: "AddressLimitExceeded",
      message: "The maximum number of addresses has been reached.",
    },
    behaviour: {
      create: ({ digits }, { region }) => {
        const publicIp = publicAddress(digits("address"));
        const name = publicIp.replaceAll(".", "-");
        return { publicIp, publicDns: `ec2-${name}.${region}.compute.amazonaws.com` };
      },
    },
  },
  {
    type: "aws:ec2/eipAssociation:EipAssociation",
    id: "eipassoc-*",
    words: {
      noun: "EC2 EIP Association",
      create: "AssociateAddress",
      delete: "DisassociateAddress",
    },
    references: {
      instanceId: instance,
      networkInterfaceId: {
        to: [types.interface],
        code: "InvalidNetworkInterfaceID.NotFound",
        message: "The networkInterface ID '{value}' does not exist",
        onDelete: "cascade",
      },
    },
    behaviour: {
      create: ({ type, inputs }, cloud) => {
        const id = text(inputs, "allocationId");
        const other = cloud.list(type).find(({ properties }) => properties["allocationId"] === id);
        if (other !== undefined && inputs["allowReassociation"] === false)
          throw new Refusal(
            "Resource.AlreadyAssociated",
            `resource ${id} is already associated with associate-id ${other.id}`,
          );
        return { publicIp: cloud.find(types.eip, id ?? "")?.properties["publicIp"] };
      },
    },
  },
];
