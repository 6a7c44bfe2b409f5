import { z } from "zod";
import { validateDomain } from "../../check/names.ts";
import { fields, kinds, leaf, list, text, word } from "../../check/schema.ts";
import type { ValidationIssue } from "../../validation.ts";

/** The hosted zone of the public domain, 0.50 USD a month (https://aws.amazon.com/route53/pricing/). */
export type PublicZone =
  | {
      /** One that is there already, and that the world's name servers lead to. */
      readonly kind: "existing";
      /** @default found by its name */
      readonly zoneId?: string | undefined;
      /** The domain itself, or one above it. @default the domain */
      readonly name?: string | undefined;
    }
  | {
      /** A new one. Its name servers are an output; whoever holds the domain above has to lead to them. */
      readonly kind: "new";
      /** Whether that was done. Certificates wait for it: nobody could validate them before. */
      readonly delegated: boolean;
    };

export interface ZonesOptions {
  readonly publicZone: PublicZone;
  /** Domain that only the VPC knows, like `internal.example.com`; 0.50 USD a month. @default none */
  readonly privateZone?: string | undefined;
  /**
   * Who may issue certificates for the domain (CAA, RFC 8659), Amazon among them.
   * @default no record: everybody may
   */
  readonly certificateAuthorities?: readonly string[] | undefined;
  /**
   * Where the domain's certificate is: `regional` in the stack's region, for load balancers; `cloudfront` also in us-east-1,
   * which CloudFront demands. @default regional
   */
  readonly certificates?: CertificateReach | undefined;
}

const certificateWords = ["regional", "cloudfront"] as const;

export type CertificateReach = (typeof certificateWords)[number];

const zone = "Write {kind: existing}, or {kind: new, delegated: false}.";

/** Names by which ACM goes in a CAA record: https://docs.aws.amazon.com/acm/latest/userguide/setup-caa.html */
const amazon = ["amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"];

/** Shape and single values of the settings; what they say of each other is `validateZones`. */
export const zonesOptions: z.ZodType<ZonesOptions> = fields(
  {
    publicZone: kinds(
      "kind",
      ["existing", "new"],
      [
        fields(
          {
            kind: z.literal("existing"),
            zoneId: text("Write the ID of a hosted zone, like Z0123456789ABCDEFGHIJ.", (value) =>
              /^Z[A-Z0-9]{1,31}$/.test(value) ? undefined : "is no ID of a hosted zone",
            ).optional(),
            name: text("Write the zone's domain, like example.com.", validateDomain).optional(),
          },
          zone,
        ),
        fields(
          {
            kind: z.literal("new"),
            delegated: leaf<boolean>(
              "Write false, and true once the domain above leads to its name servers.",
              (value) => (typeof value === "boolean" ? undefined : "is neither true nor false"),
            ),
          },
          zone,
        ),
      ],
      zone,
    ),
    privateZone: text("Write a domain, like internal.example.com.", validateDomain).optional(),
    certificateAuthorities: list(
      text("Write a CA by its CAA name, like amazon.com.", validateDomain),
      "Write a list of CAs: [amazon.com].",
      1,
    ).optional(),
    certificates: word(certificateWords).optional(),
  },
  `Write {publicZone: …}. ${zone}`,
);

/** The common name of RFC 5280: https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html, `DomainName` */
export const longestCertified = 64;

/** What AWS would throwIfInvalid, or take and never let work, in settings that are right one by one. */
export function validateZones(
  { publicZone, privateZone, certificateAuthorities }: ZonesOptions,
  domain: string,
  key: string,
): readonly ValidationIssue[] {
  const issues: (ValidationIssue | false)[] = [
    domain.length > longestCertified && {
      key: "hanok:domain",
      value: domain,
      problem: `has ${domain.length} letters, and the first name of a certificate has ${longestCertified} at most`,
      remedy: "Take a shorter domain.",
    },
    publicZone.kind === "existing" &&
      publicZone.zoneId !== undefined &&
      publicZone.name !== undefined && {
        key: `${key}.publicZone.name`,
        value: publicZone.name,
        problem: "stands beside zoneId",
        remedy: "Leave one of them out.",
      },
    publicZone.kind === "existing" &&
      publicZone.name !== undefined &&
      !isWithin(domain, publicZone.name) && {
        key: `${key}.publicZone.name`,
        value: publicZone.name,
        problem: `does not hold ${domain}`,
        remedy: `Name the zone of ${domain}, or of a domain above it.`,
      },
    privateZone !== undefined &&
      isWithin(domain, privateZone) && {
        key: `${key}.privateZone`,
        value: privateZone,
        problem: `hides the public names of ${domain} from the VPC`,
        remedy: `Take one below it: internal.${domain}.`,
      },
    certificateAuthorities !== undefined &&
      !certificateAuthorities.some((ca) => amazon.includes(ca)) && {
        key: `${key}.certificateAuthorities`,
        value: certificateAuthorities,
        problem: "forbids Amazon to issue certificates",
        remedy: "Add amazon.com, or leave the list out.",
      },
  ];
  return issues.filter((issue) => issue !== false);
}

/** Whether a domain is another one, or below it. */
export function isWithin(domain: string, above: string): boolean {
  return domain === above || domain.endsWith(`.${above}`);
}
