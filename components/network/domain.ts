import type * as pulumi from "@pulumi/pulumi";
import type { PlatformDomain } from "../platform.ts";
import { createCertificates } from "./certificates.ts";
import { createZones, type ZonesArgs } from "./zones.ts";

export interface DomainArgs extends Omit<ZonesArgs, "key"> {
  /** The stack's. */
  readonly region: string;
  /** SNS topic of the alarms. @default none is told */
  readonly alarmTopicArn?: pulumi.Input<string> | undefined;
}

/** Finds or makes the zones of the domain, and makes its certificates where the world's name servers lead to them. */
export function createDomain(
  name: string,
  args: DomainArgs,
  options: pulumi.CustomResourceOptions,
): PlatformDomain {
  const { zones, domain, region, alarmTopicArn } = args;
  const made = createZones(`${name}-zones`, { ...args, key: "hanok:network.zones" }, options);
  const { publicZoneId, privateZoneId, nameServers, delegated, caa } = made;
  const certificates = createCertificates(
    `${name}-certificates`,
    {
      domain,
      publicZoneId,
      delegated,
      region,
      cloudFront: zones.certificates === "cloudfront",
      after: caa,
      alarmTopicArn,
    },
    options,
  );
  return {
    publicZoneId,
    privateZoneId,
    nameServers,
    delegated,
    certificateArn: certificates.regional,
    cloudFrontCertificateArn: certificates.cloudFront,
  };
}
