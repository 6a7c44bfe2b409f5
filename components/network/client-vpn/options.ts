import { z } from "zod";
import { arn, certificateArn, samlProviderArn } from "../../check/arn.ts";
import { logRetentionDays } from "../../check/log-retention.ts";
import { type Infer, list, text } from "../../check/schema.ts";
import { validateAddress, validateNetwork } from "../../check/addresses.ts";

const authentication = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("certificate"),
      rootCertificateArn: arn(
        certificateArn,
        "The root that signed the clients' certificates, imported into ACM in the endpoint's region.",
      ),
    }),
    z.strictObject({
      kind: z.literal("sso"),
      samlProviderArn: arn(
        samlProviderArn,
        "Identity provider (SAML 2.0); needs AWS's own client.",
      ),
      selfServiceSamlProviderArn: arn(
        samlProviderArn,
        "Identity provider of the portal where clients fetch their configuration.",
      )
        .optional()
        .meta({ otherwise: "no portal" }),
    }),
  ])
  .meta({
    description: "How a client proves its identity. A change replaces the endpoint.",
    remedy:
      "Write {kind: certificate, rootCertificateArn: <arn>} or {kind: sso, samlProviderArn: <arn>}.",
  });

const network = text((value) => validateNetwork(value));

const authorization = z
  .strictObject({
    cidr: network.meta({
      description: "A network that clients may reach.",
      remedy: "Write a network, like 10.20.0.0/16.",
    }),
    group: text((value) =>
      value.length > 255 ? `has ${value.length} letters, and 255 are read` : undefined,
    )
      .meta({
        description:
          "Group as the SAML assertion names it; in IAM Identity Center the ID of the group.",
        remedy: "Write the group as the identity provider names it.",
      })
      .optional()
      .meta({ otherwise: "everyone" }),
  })
  .meta({ remedy: "Write {cidr: 10.20.0.0/16}, and group: <id> to limit it to a group." });

const addresses = list(text(validateAddress).meta({ remedy: "Write an address, like 10.1.0.53." }))
  .min(1)
  .max(2)
  .meta({ remedy: "Write one or two addresses: [10.1.0.53]." });

/** `hanok:network.clientVpn`. `validateClientVpn` checks its values against each other. */
export const clientVpnOptions = z
  .strictObject({
    authentication,
    serverCertificateArn: arn(
      certificateArn,
      "Certificate of the endpoint: RSA of 2048 bits or less, in ACM in its region.",
    ),
    clientCidr: text((value) => validateNetwork(value, 12, 22)).meta({
      description:
        "Addresses of the clients, /12 to /22; half of them can be in use at a time. A change replaces the endpoint.",
      remedy: "Write a network from /12 to /22, like 10.250.0.0/20.",
    }),
    redundancy: z
      .enum(["none", "zonal"])
      .meta({ description: "`zonal` associates two subnets, and so bills twice." })
      .optional()
      .meta({ otherwise: "none" }),
    tunnel: z
      .enum(["split", "full"])
      .meta({
        description: "`split` sends the networks named here through the tunnel, `full` everything.",
      })
      .optional()
      .meta({ otherwise: "split" }),
    transport: z
      .enum(["udp", "tcp"])
      .meta({ description: "A change replaces the endpoint." })
      .optional()
      .meta({ otherwise: "udp" }),
    port: z
      .literal([443, 1194])
      .meta({ description: "Port of the endpoint.", problem: "is not known to Client VPN" })
      .optional()
      .meta({ otherwise: "443" }),
    sessionHours: z
      .literal([8, 10, 12, 24])
      .meta({
        description: "Time after which a client has to prove its identity again.",
        problem: "is not known to Client VPN",
        unit: "hours",
      })
      .optional()
      .meta({ otherwise: "12" }),
    banner: text((value) => (value.length > 1400 ? `has ${value.length} letters` : undefined))
      .meta({
        description: "Text that a client reads when it connects.",
        remedy: "Write a text of 1400 letters at most.",
      })
      .optional(),
    dns: z
      .union([z.enum(["vpc", "inbound", "device"]), addresses])
      .meta({
        description:
          "Name server of the clients: `vpc` its own resolver, `inbound` the resolver endpoint, `device` what the device has, or one or two addresses.",
        remedy: "Write vpc, inbound, device, or a list of one or two addresses: [10.1.0.53].",
      })
      .optional()
      .meta({ otherwise: "vpc" }),
    authorizations: list(authorization)
      .min(1)
      .meta({
        description: "Networks that clients may reach.",
        remedy: "Write a list: [{cidr: 10.20.0.0/16}].",
      })
      .optional()
      .meta({ otherwise: "the VPC, for everyone" }),
    routes: list(network.meta({ remedy: "Write a network, like 192.168.0.0/16." }))
      .meta({
        description:
          "Networks beyond the VPC that its private subnets have a route to, such as the company's.",
        remedy: "Write a list of networks: [192.168.0.0/16].",
      })
      .optional(),
    logRetentionDays: logRetentionDays.optional().meta({ otherwise: "90" }),
  })
  .meta({
    description:
      "An AWS Client VPN endpoint, for OpenVPN clients. Each association costs 73 USD a month, each connected client 0.05 USD an hour.",
    remedy:
      "Write the settings of the client VPN: authentication, serverCertificateArn and clientCidr.",
    source: "https://aws.amazon.com/vpn/pricing/",
  });

export type ClientVpnOptions = Infer<typeof clientVpnOptions>;
export type ClientVpnAuthentication = ClientVpnOptions["authentication"];
export type Authorization = Infer<typeof authorization>;
