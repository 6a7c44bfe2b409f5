import { z } from "zod";
import { validateDomain } from "../../check/names.ts";
import { type Infer, list, matching, text } from "../../check/schema.ts";
import { collect } from "../../validation.ts";

const publicZoneRemedy = "Write {kind: existing}, or {kind: new, delegated: false}.";

const existingZone = z.strictObject({
  kind: z.literal("existing"),
  zoneId: matching(/^Z[A-Z0-9]{1,31}$/, "is not an ID of a hosted zone")
    .meta({
      description: "ID of the zone.",
      remedy: "Write the ID of a hosted zone, like Z0123456789ABCDEFGHIJ.",
    })
    .optional()
    .meta({ otherwise: "found by its name" }),
  name: text(validateDomain)
    .meta({
      description: "Name of the zone: the domain itself, or one above it.",
      remedy: "Write the zone's domain, like example.com.",
    })
    .optional()
    .meta({ otherwise: "the domain" }),
});

const newZone = z.strictObject({
  kind: z.literal("new"),
  delegated: z.boolean().meta({
    description:
      "Whether the domain above leads to its name servers, which are an output. Certificates wait for it.",
    remedy: "Write false, and true once the domain above leads to its name servers.",
  }),
});

/** `hanok:network.zones`. `validateZones` checks its values against each other. */
export const zonesOptions = z
  .strictObject({
    publicZone: z.discriminatedUnion("kind", [existingZone, newZone]).meta({
      description: "Hosted zone of the public domain, 0.50 USD a month.",
      remedy: publicZoneRemedy,
      source: "https://aws.amazon.com/route53/pricing/",
    }),
    privateZone: text(validateDomain)
      .meta({
        description:
          "Domain that only the VPC knows, like `internal.example.com`; 0.50 USD a month.",
        remedy: "Write a domain, like internal.example.com.",
      })
      .optional(),
    certificateAuthorities: list(
      text(validateDomain).meta({ remedy: "Write a CA by its CAA name, like amazon.com." }),
    )
      .min(1)
      .meta({
        description:
          "Authorities that may issue certificates for the domain (CAA, RFC 8659), Amazon among them.",
        remedy: "Write a list of CAs: [amazon.com].",
      })
      .optional()
      .meta({ otherwise: "no record: every authority may" }),
    certificates: z
      .enum(["regional", "cloudfront"])
      .meta({
        description:
          "Where the domain's certificate is: `regional` in the stack's region, for load balancers; `cloudfront` also in us-east-1.",
      })
      .optional()
      .meta({ otherwise: "regional" }),
  })
  .meta({ remedy: `Write {publicZone: …}. ${publicZoneRemedy}` });

/** An existing public zone with the domain's name. */
export const defaultZones = { publicZone: { kind: "existing" } } as const;

export type ZonesOptions = Infer<typeof zonesOptions>;
export type PublicZone = ZonesOptions["publicZone"];

/** Names of ACM in a CAA record: https://docs.aws.amazon.com/acm/latest/userguide/setup-caa.html */
const amazon = ["amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"];

/** Longest common name (RFC 5280): https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html, `DomainName` */
export const longestCertified = 64;

/** Reports combinations of valid settings that AWS refuses, or accepts although they cannot work. */
export function validateZones(options: ZonesOptions, domain: string, key: string) {
  const { publicZone, privateZone, certificateAuthorities: authorities } = options;
  return collect((report) => {
    if (domain.length > longestCertified) {
      const problem = `has ${domain.length} characters, but the first name of a certificate has at most ${longestCertified}`;
      report("hanok:domain", domain, problem, "Choose a shorter domain.");
    }
    const { zoneId, name } = publicZone.kind === "existing" ? publicZone : {};
    const nameKey = `${key}.publicZone.name`;
    if (zoneId !== undefined && name !== undefined)
      report(nameKey, name, "stands beside zoneId", "Leave one of them out.");
    if (name !== undefined && !isWithin(domain, name)) {
      const remedy = `Name the zone of ${domain}, or of a domain above it.`;
      report(nameKey, name, `does not hold ${domain}`, remedy);
    }
    if (privateZone !== undefined && isWithin(domain, privateZone)) {
      const problem = `hides the public names of ${domain} from the VPC`;
      const remedy = `Choose one below it: internal.${domain}.`;
      report(`${key}.privateZone`, privateZone, problem, remedy);
    }
    if (authorities !== undefined && !authorities.some((ca) => amazon.includes(ca))) {
      const problem = "forbids Amazon to issue certificates";
      const remedy = "Add amazon.com, or leave the list out.";
      report(`${key}.certificateAuthorities`, authorities, problem, remedy);
    }
  });
}

/** Whether a domain is equal to another domain or below it. */
export function isWithin(domain: string, above: string): boolean {
  return domain === above || domain.endsWith(`.${above}`);
}
