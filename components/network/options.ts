import { z } from "zod";
import { logRetentionDays } from "../check/log-retention.ts";
import { type Infer, list, matching, text } from "../check/schema.ts";
import { validateNetwork } from "../check/addresses.ts";
import { clientVpnOptions } from "./client-vpn/options.ts";
import { endpointNames } from "./endpoint-services.ts";
import { validateServiceCidr, validateVpcCidr } from "./ranges.ts";
import { resolverOptions } from "./resolver/options.ts";
import { siteToSiteVpnOptions } from "./site-to-site-vpn/options.ts";
import { defaultZones, zonesOptions } from "./zones/options.ts";

const vpc = z.strictObject({
  kind: z.literal("vpc"),
  cidr: text(validateVpcCidr).meta({
    description:
      "Addresses of the VPC, a private /16 to /20 that no other network of the team has. They cannot be changed later.",
    remedy: "Write the addresses of the VPC, /16 to /20, that no other network has: 10.16.0.0/16.",
  }),
  nat: z.enum(["instance", "single", "per-zone"]).meta({
    description:
      "How private subnets reach the internet: `instance` is one small machine, replaced within minutes when it fails; `single` one NAT gateway, lost with its zone; `per-zone` one in each zone.",
  }),
  natImage: matching(/^ami-[0-9a-f]{8,17}$/, "is not the ID of a machine image")
    .meta({
      description:
        "Image of the NAT instance, which `nat: instance` needs. A new image replaces the instance.",
      remedy: "Leave it out once: the preview then names the newest image of the region.",
    })
    .optional(),
  endpoints: list(z.enum(endpointNames))
    .meta({
      description: "Interface endpoints, by the last part of the name of the service.",
      remedy: "Write a list of AWS services: [ecr.api, ecr.dkr].",
    })
    .default([]),
  flowLogs: z
    .strictObject({ retentionDays: logRetentionDays })
    .meta({
      description: "A log of every connection, in CloudWatch Logs.",
      remedy: "Write {retentionDays: 30}.",
    })
    .default({ retentionDays: 30 }),
  company: list(
    text((value) => validateNetwork(value)).meta({
      remedy: "Write a network, like 10.200.0.0/16.",
    }),
  )
    .meta({
      description: "Networks that the VPC will be joined with, or that its users come from.",
      remedy: "Write a list of networks: [10.200.0.0/16].",
    })
    .default([]),
  serviceCidr: text(validateServiceCidr)
    .meta({
      description: "Addresses of Kubernetes' Services, /12 to /24, which no other network sees.",
      remedy: "Write a network of /12 to /24 for Kubernetes' Services: 172.20.0.0/16.",
    })
    .default("172.20.0.0/16"),
  zones: zonesOptions
    .meta({ description: "Public and private zone of the domain, and its certificates." })
    .default(defaultZones),
  clientVpn: clientVpnOptions.optional(),
  siteToSiteVpn: siteToSiteVpnOptions.optional(),
  resolver: resolverOptions.optional(),
});

/** `hanok:network`. `validateNetwork` checks its values against each other. */
export const networkOptions = z
  .discriminatedUnion("kind", [z.strictObject({ kind: z.literal("none") }), vpc])
  .meta({
    description: "The network of the environment: a VPC of its own, or none.",
    remedy: "Write {kind: vpc, cidr: 10.16.0.0/16, nat: instance}, or {kind: none}.",
  });

export type VpcOptions = Infer<typeof vpc>;
export type NatStrategy = VpcOptions["nat"];
