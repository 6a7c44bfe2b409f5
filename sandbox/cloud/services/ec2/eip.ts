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
    references: { instance },
    behaviour: {
      create: ({ digits }, { region }) => {
        const publicIp = publicAddress(digits("address"));
        const name = publicIp.replaceAll(".", "-");
        return { publicIp, publicDns: `ec2-${name}.${region}.compute.amazonaws.com` };
      },
    },
  },
];
