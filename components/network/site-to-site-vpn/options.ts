import { z } from "zod";
import { arn, certificateArn } from "../../check/arn.ts";
import { logRetentionDays } from "../../check/log-retention.ts";
import { validateLabel } from "../../check/names.ts";
import { type Infer, list, text, whole } from "../../check/schema.ts";
import { validateNetwork, validatePublicAddress } from "../../check/addresses.ts";
import { validateInsideCidr } from "./inside.ts";

const remedy = "Write {customerGateway: {address: …}, routing: …}.";
const routingRemedy =
  "Write {kind: static, networks: [192.168.0.0/16]} or {kind: bgp, asn: 65010}.";
const insideRemedy =
  "Write two /30 networks of 169.254.0.0/16: [169.254.10.0/30, 169.254.11.0/30].";
const insideCidr = text(validateInsideCidr).meta({ remedy: insideRemedy });

const customerGateway = z
  .strictObject({
    address: text(validatePublicAddress)
      .meta({
        description: "Fixed public address of the device, or of the NAT device before it.",
        remedy: "Write the device's address on the internet, like 203.0.113.12.",
      })
      .optional(),
    certificateArn: arn(certificateArn, "Private certificate (AWS Private CA) of the device.")
      .optional()
      .meta({ otherwise: "preshared keys" }),
  })
  .meta({
    description: "The company's device. It has an address, a certificate, or both.",
    remedy: "Write {address: 203.0.113.12}, the device's address on the internet.",
  });

const routing = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("static"),
      networks: list(text((value) => validateNetwork(value)).meta({ remedy: routingRemedy }))
        .min(1)
        .meta({ description: "Networks behind the device.", remedy: routingRemedy }),
    }),
    z.strictObject({
      kind: z.literal("bgp"),
      asn: whole(1, 4_294_967_294).meta({
        description:
          "Autonomous system of the device; 64512 to 65534 where it has none of its own.",
        remedy: "Write an autonomous system, 1 to 4294967294.",
      }),
    }),
  ])
  .meta({
    description:
      "How each side learns the networks of the other. A change replaces the connection.",
    remedy: routingRemedy,
  });

const connection = z
  .strictObject({
    customerGateway,
    routing,
    startup: z
      .enum(["start", "add"])
      .meta({ description: "The side that begins: `start` is AWS, `add` the device." })
      .optional()
      .meta({ otherwise: "start; add where the device has no fixed address" }),
    suite: z
      .enum(["strict", "compatible"])
      .meta({ description: "Ciphers that AWS agrees to." })
      .optional()
      .meta({ otherwise: "strict" }),
    insideCidrs: z
      .tuple([insideCidr, insideCidr])
      .meta({
        description:
          "A /30 of 169.254.0.0/16 for each tunnel. A change updates the tunnels in place; each is down for some minutes.",
        remedy: insideRemedy,
      })
      .optional()
      .meta({ otherwise: "AWS chooses" }),
  })
  .meta({ description: "One connection, two tunnels.", remedy });

/** `hanok:network.siteToSiteVpn`. `validateSiteToSiteVpn` checks its values against each other. */
export const siteToSiteVpnOptions = z
  .strictObject({
    // the name becomes part of resource names
    connections: z
      .record(
        text((name) => validateLabel(name, 20)),
        connection,
      )
      .meta({
        description:
          "Connections by name. A second device is a second connection: AWS uses whichever is up.",
        remedy: `Write connections by name: {office: ${remedy.slice("Write ".length, -1)}}.`,
      }),
    amazonAsn: whole(64_512, 4_294_967_294)
      .meta({
        description:
          "Private autonomous system of the AWS side. A change replaces the gateway and all connections.",
        remedy: "Write a private autonomous system, 64512 to 65534.",
      })
      .optional()
      .meta({ otherwise: "64512" }),
    logRetentionDays: logRetentionDays.optional().meta({ otherwise: "90" }),
  })
  .meta({
    description:
      "Site-to-site VPN on a virtual private gateway, IKEv2 only. A connection costs 36.50 USD a month, and its keys 0.40 USD.",
    remedy: "Write the settings of the site-to-site VPN: {connections: {office: …}}.",
    source: "https://aws.amazon.com/vpn/pricing/",
  });

export type SiteToSiteVpnOptions = Infer<typeof siteToSiteVpnOptions>;
export type VpnConnectionOptions = Infer<typeof connection>;
export type VpnRouting = VpnConnectionOptions["routing"];
