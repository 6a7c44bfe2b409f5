import type * as pulumi from "@pulumi/pulumi";
import type { PlatformDomain } from "../platform.ts";
import { createCertificates } from "./certificates.ts";
import { createZones, type ZonesArgs } from "./zones.ts";

export interface DomainArgs extends Omit<ZonesArgs, "key"> {
  /** The stack's. */
  readonly region: string;
  /** Whether the private zone's domain needs a certificate, too. */
  readonly internal: boolean;
  /** SNS topic of the alarms. @default none is told */
  readonly alarmTopicArn?: pulumi.Input<string> | undefined;
}

/** Finds or makes the zones of the domain, and makes its certificates where the world's name servers lead to them. */
export function createDomain(
  name: string,
  args: DomainArgs,
  options: pulumi.CustomResourceOptions,
): PlatformDomain {
  const { zones, domain, region, internal, alarmTopicArn } = args;
  const { privateZone } = zones;
  const made = createZones(`${name}-zones`, { ...args, key: "hanok:network.zones" }, options);
  const { publicZoneId, privateZoneId, nameServers, delegated, caa } = made;
  const common = { publicZoneId, delegated, region, after: caa, alarmTopicArn };
  const certificates = createCertificates(
    `${name}-certificates`,
    { ...common, domain, cloudFront: zones.certificates === "cloudfront" },
    options,
  );
  // a CA asks the world's name servers: the public zone proves what is below its domain
  const ofPrivateZone =
    internal && privateZone !== undefined
      ? createCertificates(
          `${name}-private-certificates`,
          { ...common, domain: privateZone, cloudFront: false },
          options,
        )
      : {};
  return {
    publicZoneId,
    privateZoneId,
    privateZone,
    nameServers,
    delegated,
    certificateArn: certificates.regional,
    privateCertificateArn: ofPrivateZone.regional,
    cloudFrontCertificateArn: certificates.cloudFront,
  };
}
