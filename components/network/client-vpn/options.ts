import { z } from "zod";
import { arn, certificateArn, samlProviderArn } from "../../check/arn.ts";
import { fields, kinds, leaf, list, text, word } from "../../check/schema.ts";
import type { Redundancy } from "../../platform.ts";
import { validateAddress, validateNetwork } from "../addresses.ts";
import { type LogRetentionDays, logRetentionDays } from "../../check/log-retention.ts";

/** How a client proves who it is. A change replaces the endpoint. */
export type ClientVpnAuthentication =
  | {
      /** Mutual TLS: each client has a certificate that the root has signed. */
      readonly kind: "certificate";
      /** The root, imported into ACM in the endpoint's region. */
      readonly rootCertificateArn: string;
    }
  | {
      /** SAML 2.0; needs AWS's own client. */
      readonly kind: "sso";
      readonly samlProviderArn: string;
      /** Provider of the portal where clients fetch their configuration. @default no portal */
      readonly selfServiceSamlProviderArn?: string | undefined;
    };

/** A network that clients may reach. */
export interface Authorization {
  readonly cidr: string;
  /** Group in the identity provider, as its SAML assertion names it (IAM Identity Center: the group's ID). @default everyone */
  readonly group?: string | undefined;
}

/**
 * An AWS Client VPN endpoint, for OpenVPN clients. It bills by the hour, used or not: each association 0.10 USD in
 * us-east-1, 73 USD a month of 730 hours, and each connected client 0.05 USD more (https://aws.amazon.com/vpn/pricing/).
 */
export interface ClientVpnOptions {
  readonly authentication: ClientVpnAuthentication;
  /** What the endpoint proves itself with; RSA of 2048 bits or less, in ACM in its region. */
  readonly serverCertificateArn: string;
  /**
   * Addresses of the clients, /12 to /22; half of them can be in use at a time. Shares none with the VPC or with what a
   * route leads to. A change replaces the endpoint.
   */
  readonly clientCidr: string;
  /** `zonal` associates two subnets, and so bills twice. @default none, one subnet */
  readonly redundancy?: Redundancy | undefined;
  /** `split` sends only the networks named here through the tunnel, `full` everything. @default split */
  readonly tunnel?: "split" | "full" | undefined;
  /** A change replaces the endpoint. @default udp */
  readonly transport?: "udp" | "tcp" | undefined;
  /** @default 443 */
  readonly port?: 443 | 1194 | undefined;
  /** Hours after which a client has to prove itself again. @default 12 */
  readonly sessionHours?: 8 | 10 | 12 | 24 | undefined;
  /** What a client reads when it connects, 1400 letters at most. @default nothing */
  readonly banner?: string | undefined;
  /**
   * Who answers the clients' names: `vpc` its own resolver, `inbound` the resolver endpoint, `device` whoever answers now,
   * or one or two addresses. @default vpc
   */
  readonly dns?: "vpc" | "inbound" | "device" | readonly string[] | undefined;
  /** @default the VPC, for everyone */
  readonly authorizations?: readonly Authorization[] | undefined;
  /** Networks beyond the VPC that its private subnets know the way to, such as the company's. @default none */
  readonly routes?: readonly string[] | undefined;
  /** @default 90 */
  readonly logRetentionDays?: LogRetentionDays | undefined;
}

const authenticationRemedy =
  "Write {kind: certificate, rootCertificateArn: <arn>} or {kind: sso, samlProviderArn: <arn>}.";
const network = (remedy: string) => text(remedy, (value) => validateNetwork(value));
const authorization = "Write {cidr: 10.20.0.0/16}, and group: <id> where not everyone may.";
const oneOfNumbers = <const T extends readonly number[]>(numbers: T) =>
  leaf<T[number]>(`Write one of ${numbers.join(", ")}.`, (value) =>
    numbers.some((known) => known === value) ? undefined : "is not known to Client VPN",
  );

/** Shape and single values of the settings; what they say of each other is `validateClientVpn`. */
export const clientVpnOptions: z.ZodType<ClientVpnOptions> = fields(
  {
    authentication: kinds(
      "kind",
      ["certificate", "sso"],
      [
        fields(
          { kind: z.literal("certificate"), rootCertificateArn: arn(certificateArn) },
          authenticationRemedy,
        ),
        fields(
          {
            kind: z.literal("sso"),
            samlProviderArn: arn(samlProviderArn),
            selfServiceSamlProviderArn: arn(samlProviderArn).optional(),
          },
          authenticationRemedy,
        ),
      ],
      authenticationRemedy,
    ),
    serverCertificateArn: arn(certificateArn),
    clientCidr: text("Write a network from /12 to /22, like 10.250.0.0/20.", (value) =>
      validateNetwork(value, 12, 22),
    ),
    redundancy: word(["none", "zonal"]).optional(),
    tunnel: word(["split", "full"]).optional(),
    transport: word(["udp", "tcp"]).optional(),
    port: oneOfNumbers([443, 1194]).optional(),
    sessionHours: oneOfNumbers([8, 10, 12, 24]).optional(),
    banner: text("Write a text of 1400 letters at most.", (value) =>
      value.length > 1400 ? `has ${value.length} letters` : undefined,
    ).optional(),
    dns: leaf<NonNullable<ClientVpnOptions["dns"]>>(
      "Write vpc, inbound, device, or a list of one or two addresses: [10.1.0.53].",
      validateDns,
    ).optional(),
    authorizations: list(
      fields(
        {
          cidr: network(authorization),
          group: text("Write the group as the identity provider names it.", (value) =>
            value.length > 255 ? `has ${value.length} letters, and 255 are read` : undefined,
          ).optional(),
        },
        authorization,
      ),
      "Write a list: [{cidr: 10.20.0.0/16}].",
      1,
    ).optional(),
    routes: list(
      network("Write a network, like 192.168.0.0/16."),
      "Write a list of networks: [192.168.0.0/16].",
    ).optional(),
    logRetentionDays: logRetentionDays.optional(),
  },
  "Write the settings of the client VPN: authentication, serverCertificateArn and clientCidr.",
);

function validateDns(value: unknown) {
  if (value === "vpc" || value === "inbound" || value === "device") return undefined;
  if (!Array.isArray(value)) return "is not known";
  if (value.length < 1 || value.length > 2) return `has ${value.length} addresses`;
  return value.every((one) => typeof one === "string" && validateAddress(one) === undefined)
    ? undefined
    : "holds what is no IPv4 address";
}
