import { z } from "zod";
import { fields, kinds, list, text, word } from "../check/schema.ts";
import { validateNetwork } from "./addresses.ts";
import { type ClientVpnOptions, clientVpnOptions } from "./client-vpn/options.ts";
import { type EndpointService, endpointNames } from "./endpoint-services.ts";
import { type LogRetentionDays, logRetentionDays } from "../check/log-retention.ts";
import { validateServiceCidr, validateVpcCidr } from "./ranges.ts";
import { type ResolverOptions, resolverOptions } from "./resolver/options.ts";
import { type SiteToSiteVpnOptions, siteToSiteVpnOptions } from "./site-to-site-vpn/options.ts";
import { type ZonesOptions, zonesOptions } from "./zones/options.ts";

/** How private subnets reach the internet. */
export const natWords = ["instance", "single", "per-zone"] as const;

/**
 * `instance` is one small machine that is replaced when it fails, with minutes without a way out; `single` one NAT gateway, gone with
 * its zone; `per-zone` one in each zone.
 */
export type NatStrategy = (typeof natWords)[number];

/** A VPC of the environment's own. */
export interface VpcOptions {
  readonly kind: "vpc";
  /** Its addresses, a private /16 to /20 that no other network of the team has. It cannot be changed later. */
  readonly cidr: string;
  readonly nat: NatStrategy;
  /** Interface endpoints, by the last part of the service's name. @default none: the NAT reaches the same */
  readonly endpoints: readonly EndpointService[];
  /** Every connection, in CloudWatch Logs. @default 30 days */
  readonly flowLogs: { readonly retentionDays: LogRetentionDays };
  /** Networks that the VPC will be joined with, or that its users come from. @default none */
  readonly company: readonly string[];
  /** Addresses of Kubernetes' Services, which no network needs to know. @default 172.20.0.0/16 */
  readonly serviceCidr: string;
  /** Public and private zone of the domain, and its certificates. @default a public zone of the domain's name that is there */
  readonly zones: ZonesOptions;
  /** @default none */
  readonly clientVpn?: ClientVpnOptions | undefined;
  /** @default none */
  readonly siteToSiteVpn?: SiteToSiteVpnOptions | undefined;
  /** Name resolution between the VPC and the company. @default none: each side knows its own names */
  readonly resolver?: ResolverOptions | undefined;
}

export type NetworkOptions = { readonly kind: "none" } | VpcOptions;

const remedy = "Write {kind: vpc, cidr: 10.16.0.0/16, nat: instance}, or {kind: none}.";
const flowLogs = "Write {retentionDays: 30}.";

/** Shape and single values of `hanok:network`; what they say of each other is `validateNetwork`. */
export const networkOptions = kinds(
  "kind",
  ["none", "vpc"],
  [
    fields({ kind: z.literal("none") }, remedy),
    fields(
      {
        kind: z.literal("vpc"),
        cidr: text(
          "Write the addresses of the VPC, /16 to /20, that no other network has: 10.16.0.0/16.",
          validateVpcCidr,
        ),
        nat: word(natWords),
        endpoints: list(word(endpointNames), "Write a list of AWS services: [ecr.api, ecr.dkr]."),
        flowLogs: fields({ retentionDays: logRetentionDays }, flowLogs),
        company: list(
          text("Write a network, like 10.200.0.0/16.", (value) => validateNetwork(value)),
          "Write a list of networks: [10.200.0.0/16].",
        ),
        serviceCidr: text(
          "Write a network of /12 to /24 for Kubernetes' Services: 172.20.0.0/16.",
          validateServiceCidr,
        ),
        zones: zonesOptions,
        clientVpn: clientVpnOptions.optional(),
        siteToSiteVpn: siteToSiteVpnOptions.optional(),
        resolver: resolverOptions.optional(),
      },
      remedy,
    ),
  ],
  remedy,
);
