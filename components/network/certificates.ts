import { Certificate } from "@pulumi/aws/acm/certificate.js";
import { CertificateValidation } from "@pulumi/aws/acm/certificateValidation.js";
import { Record as DnsRecord } from "@pulumi/aws/route53/record.js";
import * as pulumi from "@pulumi/pulumi";
import { createAlarm } from "./alarm.ts";
import { certificateAlarm } from "./certificate-alarm.ts";

/** The only region whose certificates CloudFront takes: https://docs.aws.amazon.com/acm/latest/userguide/acm-regions.html */
const cloudFrontRegion = "us-east-1";

export interface CertificatesArgs {
  /** The certificates hold it, and one label below it. */
  readonly domain: string;
  readonly publicZoneId: pulumi.Input<string>;
  /** Where it is not, there are no certificates: their validation would wait in vain. */
  readonly delegated: boolean;
  /** The stack's. */
  readonly region: string;
  /** Whether CloudFront needs one. */
  readonly cloudFront: boolean;
  /** The CAA record, which a CA asks first. @default none */
  readonly after?: pulumi.Resource | undefined;
  /** SNS topic of the alarms. @default none is told */
  readonly alarmTopicArn?: pulumi.Input<string> | undefined;
}

/** ARNs of issued certificates: who has one need not wait. They cost nothing. */
export interface Certificates {
  /** For load balancers. */
  readonly regional?: pulumi.Output<string>;
  readonly cloudFront?: pulumi.Output<string>;
}

/** Makes the certificates of the domain and everything one label below it, validated by DNS. */
export function createCertificates(
  name: string,
  args: CertificatesArgs,
  options: pulumi.CustomResourceOptions,
): Certificates {
  const { domain, publicZoneId, delegated, region, cloudFront, after, alarmTopicArn } = args;
  if (!delegated) return {};
  const first = pulumi.mergeOptions(options, after === undefined ? {} : { dependsOn: [after] });
  const request = {
    domainName: domain,
    subjectAlternativeNames: [`*.${domain}`],
    validationMethod: "DNS",
    tags: { Name: name },
  };
  const certificate = new Certificate(name, request, first);
  const record = createRecord(`${name}-validation`, certificate, publicZoneId, options);
  const regional = validate(name, certificate.arn, record, {}, options);
  // it ends when the other does, and an alarm of that region could not tell a topic of this one
  createAlarm(
    name,
    certificateAlarm(`The certificate of ${domain}`, regional),
    alarmTopicArn,
    options,
  );
  if (!cloudFront) return { regional };
  if (region === cloudFrontRegion) return { regional, cloudFront: regional };
  const abroad = { region: cloudFrontRegion };
  const second = new Certificate(`${name}-cloudfront`, { ...request, ...abroad }, first);
  return {
    regional,
    cloudFront: validate(`${name}-cloudfront`, second.arn, record, abroad, options),
  };
}

/**
 * The one record that proves the domain. It is the same for the domain and its wildcard, and in every region of an account
 * (https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html), so a second one would be refused. For the same
 * reason overwriting is harmless: what a broken run left has the same value.
 */
function createRecord(
  name: string,
  certificate: Certificate,
  zoneId: pulumi.Input<string>,
  options: pulumi.CustomResourceOptions,
): DnsRecord {
  // both options name that record, so the first will do, whichever it is
  const proof = certificate.domainValidationOptions.apply(([first]) => {
    if (first === undefined) throw new Error("ACM has named no record that proves the domain");
    return first;
  });
  return new DnsRecord(
    name,
    {
      zoneId,
      name: proof.resourceRecordName,
      type: proof.resourceRecordType,
      records: [proof.resourceRecordValue],
      ttl: 300,
      allowOverwrite: true,
    },
    options,
  );
}

/** Waits until the certificate is issued: minutes, or never where the delegation does not hold. */
function validate(
  name: string,
  certificateArn: pulumi.Output<string>,
  record: DnsRecord,
  where: { readonly region?: string },
  options: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  return new CertificateValidation(
    name,
    { certificateArn, validationRecordFqdns: [record.fqdn], ...where },
    { ...options, customTimeouts: { create: "20m" } },
  ).certificateArn;
}
