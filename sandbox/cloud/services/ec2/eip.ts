import type { ResourceRow } from "../../model.ts";
import { publicAddress } from "./address.ts";
import { types } from "./types.ts";

const instance = {
  to: [types.instance],
  error: "InvalidInstanceID.NotFound: The instance ID '{value}' does not exist",
  onDelete: "ignore",
} as const;

export const addresses: readonly ResourceRow[] = [
  {
    type: types.eip,
    defaults: { domain: "vpc" },
    outputs: { allocationId: "{id}", publicIpv4Pool: "amazon", networkBorderGroup: "{region}" },
    references: { instance },
    inUse: "InvalidIPAddress.InUse: Address {publicIp} is in use.",
    quota: {
      count: 5,
      error: "AddressLimitExceeded: The maximum number of addresses has been reached.",
    },
    behaviour: {
      create: ({ digits }, { region }) => {
        const publicIp = publicAddress(digits("address"));
        const name = publicIp.replaceAll(".", "-");
        return { publicIp, publicDns: `ec2-${name}.${region}.compute.amazonaws.com` };
      },
    },
  },
];
