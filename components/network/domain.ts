import type * as pulumi from "@pulumi/pulumi";
import type { PlatformDomain } from "../platform.ts";
import { createCertificates } from "./certificates.ts";
import { createZones, type ZonesArgs } from "./zones.ts";

export interface DomainArgs extends Omit<ZonesArgs, "key"> {
  /** Region of the stack. */
  readonly region: string;
  /** Whether the private zone's domain needs a certificate as well. */
  readonly internal: boolean;
  /** SNS topic of the alarms. @default no notification */
  readonly alarmTopicArn?: pulumi.Input<string> | undefined;
}

/** Finds or creates the zones of the domain, and creates its certificates if the public zone is delegated. */
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
  // a CA queries public DNS, so the public zone validates the names below its domain
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
