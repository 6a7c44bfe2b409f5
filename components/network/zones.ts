import { getZoneOutput } from "@pulumi/aws/route53/getZone.js";
import { Record as DnsRecord } from "@pulumi/aws/route53/record.js";
import { Zone } from "@pulumi/aws/route53/zone.js";
import type * as pulumi from "@pulumi/pulumi";
import { type ValidationIssue, throwIfInvalidLate } from "../validation.ts";
import type { DataPolicy } from "../platform.ts";
import { isWithin, type PublicZone, type ZonesOptions } from "./zones/options.ts";

export interface ZonesArgs {
  readonly zones: ZonesOptions;
  readonly domain: string;
  /** Key of the settings, for validation issues: `hanok:network.zones`. */
  readonly key: string;
  /** VPC of the private zone. It needs DNS support and DNS host names. */
  readonly vpcId: pulumi.Input<string>;
  /** `keep` protects the zones: a new zone has other name servers. `discard` also deletes records that others created in them. */
  readonly data: DataPolicy;
}

export interface Zones {
  readonly publicZoneId: pulumi.Output<string>;
  /** Name servers that the parent domain must delegate to. */
  readonly nameServers: pulumi.Output<string[]>;
  /** Whether the parent domain delegates to them. */
  readonly delegated: boolean;
  readonly privateZoneId?: pulumi.Output<string>;
  /** CAA record: authorities that may issue certificates. Certificates depend on it. */
  readonly caa?: pulumi.Resource;
}

/** Finds or creates the public zone, and creates the private one. */
export function createZones(
  name: string,
  { zones, domain, key, vpcId, data }: ZonesArgs,
  options: pulumi.CustomResourceOptions,
): Zones {
  const { publicZone, privateZone, certificateAuthorities } = zones;
  const own = { ...options, protect: data === "keep" };
  const forceDestroy = data === "discard";
  const found =
    publicZone.kind === "existing"
      ? findZone(publicZone, domain, key, options)
      : new Zone(
          `${name}-public`,
          { name: domain, comment: `Public names of ${domain}`, forceDestroy },
          own,
        );
  const privately =
    privateZone === undefined
      ? undefined
      : new Zone(
          `${name}-private`,
          {
            name: privateZone,
            comment: `Names of ${privateZone} inside the VPC`,
            vpcs: [{ vpcId }],
            forceDestroy,
          },
          own,
        );
  const caa =
    certificateAuthorities === undefined
      ? undefined
      : createCaa(`${name}-caa`, found.zoneId, domain, certificateAuthorities, options);
  return {
    publicZoneId: found.zoneId,
    nameServers: found.nameServers,
    delegated: publicZone.kind === "existing" || publicZone.delegated,
    ...(privately === undefined ? {} : { privateZoneId: privately.zoneId }),
    ...(caa === undefined ? {} : { caa }),
  };
}

/** Looks up the existing zone. A preview does so too, so that a wrong zone is reported before any change. */
function findZone(
  publicZone: ExistingZone,
  domain: string,
  key: string,
  options: pulumi.CustomResourceOptions,
): { readonly zoneId: pulumi.Output<string>; readonly nameServers: pulumi.Output<string[]> } {
  const zone = getZoneOutput(zoneQuery(publicZone, domain), { parent: options.parent }).apply(
    (answer) => {
      throwIfInvalidLate(validateZone(answer, domain, key));
      return answer;
    },
  );
  return { zoneId: zone.zoneId, nameServers: zone.nameServers };
}

type ExistingZone = Extract<PublicZone, { kind: "existing" }>;

/** Query for the public zone. */
export function zoneQuery({ zoneId, name }: ExistingZone, domain: string) {
  return zoneId === undefined ? { name: name ?? domain, privateZone: false } : { zoneId };
}

/** Checks a zone that was found. */
export function validateZone(
  zone: { readonly zoneId: string; readonly name: string; readonly privateZone?: boolean },
  domain: string,
  key: string,
): readonly ValidationIssue[] {
  // Route 53 writes a zone's name with a trailing dot; the provider removes it
  const name = zone.name.replace(/\.$/, "");
  const place = { key: `${key}.publicZone.zoneId`, value: zone.zoneId };
  if (zone.privateZone === true) {
    return [{ ...place, problem: "is a private zone", remedy: "Write the ID of a public one." }];
  }
  if (isWithin(domain, name)) return [];
  const remedy = `Write the ID of the zone of ${domain}, or of a domain above it.`;
  return [{ ...place, problem: `is the zone of ${name}`, remedy }];
}

/** Without `issuewild`, `issue` also applies to wildcards (RFC 8659, 4.3). */
function createCaa(
  name: string,
  zoneId: pulumi.Output<string>,
  domain: string,
  authorities: readonly string[],
  options: pulumi.CustomResourceOptions,
): DnsRecord {
  const records = authorities.map((authority) => `0 issue "${authority}"`);
  return new DnsRecord(name, { zoneId, name: domain, type: "CAA", ttl: 3600, records }, options);
}
