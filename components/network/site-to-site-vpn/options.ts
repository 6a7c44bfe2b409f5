import { z } from "zod";
import { arn, certificateArn } from "../../check/arn.ts";
import { validateLabel } from "../../check/names.ts";
import { fields, kinds, list, table, text, whole, word } from "../../check/schema.ts";
import { validateNetwork, validatePublicAddress } from "../addresses.ts";
import { type LogRetentionDays, logRetentionDays } from "../../check/log-retention.ts";
import { validateInsideCidr } from "./inside.ts";
import type { SuiteName } from "./suites.ts";

/** How each side learns what lies behind the other. A change replaces the connection. */
export type VpnRouting =
  | {
      readonly kind: "static";
      /** Networks behind the device. */
      readonly networks: readonly string[];
    }
  | {
      readonly kind: "bgp";
      /** Autonomous system of the device, 1 to 4294967294; 64512 to 65534 where it has none of its own. */
      readonly asn: number;
    };

/** The company's device, AWS's "customer gateway". It has an address, a certificate, or both. */
export interface CustomerGatewayOptions {
  /** Its fixed address on the internet; that of the NAT device where it stands behind one. */
  readonly address?: string | undefined;
  /** Private certificate (AWS Private CA) that it proves itself with. @default preshared keys */
  readonly certificateArn?: string | undefined;
}

/** One connection, two tunnels. */
export interface VpnConnectionOptions {
  readonly customerGateway: CustomerGatewayOptions;
  readonly routing: VpnRouting;
  /** Who begins: `start` is AWS, `add` the device. @default start, add where the device has no fixed address */
  readonly startup?: "start" | "add" | undefined;
  /** Ciphers that AWS agrees to. @default strict */
  readonly suite?: SuiteName | undefined;
  /** A /30 of 169.254.0.0/16 for each tunnel. A change replaces the connection. @default AWS chooses */
  readonly insideCidrs?: readonly [string, string] | undefined;
}

/**
 * Site-to-site VPN on a virtual private gateway: IKEv2 only. A connection bills 0.05 USD an hour in us-east-1, 36.50 USD a
 * month of 730 hours, and its keys 0.40 USD a month (https://aws.amazon.com/vpn/pricing/, /secrets-manager/pricing/).
 */
export interface SiteToSiteVpnOptions {
  /** By name. A second device is a second connection: AWS uses whichever is up. */
  readonly connections: Readonly<Record<string, VpnConnectionOptions>>;
  /** Autonomous system of the AWS side, private. A change replaces the gateway and all connections. @default 64512 */
  readonly amazonAsn?: number | undefined;
  /** @default 90 */
  readonly logRetentionDays?: LogRetentionDays | undefined;
}

const routing = "Write {kind: static, networks: [192.168.0.0/16]} or {kind: bgp, asn: 65010}.";
const gateway = "Write {address: 203.0.113.12}, the device's address on the internet.";
const inside = "Write two /30 networks of 169.254.0.0/16: [169.254.10.0/30, 169.254.11.0/30].";
const connection = "Write {customerGateway: {address: …}, routing: …}.";

const connections = table(
  fields(
    {
      customerGateway: fields(
        {
          address: text(gateway, validatePublicAddress).optional(),
          certificateArn: arn(certificateArn).optional(),
        },
        gateway,
      ),
      routing: kinds(
        "kind",
        ["static", "bgp"],
        [
          fields(
            {
              kind: z.literal("static"),
              networks: list(
                text(routing, (value) => validateNetwork(value)),
                routing,
                1,
              ),
            },
            routing,
          ),
          fields(
            {
              kind: z.literal("bgp"),
              asn: whole("Write an autonomous system, 1 to 4294967294.", 1, 4_294_967_294),
            },
            routing,
          ),
        ],
        routing,
      ),
      startup: word(["start", "add"]).optional(),
      suite: word(["strict", "compatible"]).optional(),
      insideCidrs: z
        .tuple([text(inside, validateInsideCidr), text(inside, validateInsideCidr)], {
          error: inside,
        })
        .optional(),
    },
    connection,
  ),
  `Write connections by name: {office: ${connection.slice("Write ".length, -1)}}.`,
  // a part of resources' names
  (name) => validateLabel(name, 20),
);

/** Shape and single values of the settings; what they say of each other is `validateSiteToSiteVpn`. */
export const siteToSiteVpnOptions: z.ZodType<SiteToSiteVpnOptions> = fields(
  {
    connections,
    amazonAsn: whole(
      "Write a private autonomous system, 64512 to 65534.",
      64_512,
      4_294_967_294,
    ).optional(),
    logRetentionDays: logRetentionDays.optional(),
  },
  "Write the settings of the site-to-site VPN: {connections: {office: …}}.",
);
