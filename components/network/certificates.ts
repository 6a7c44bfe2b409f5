import { Certificate } from "@pulumi/aws/acm/certificate.js";
import { CertificateValidation } from "@pulumi/aws/acm/certificateValidation.js";
import { Record as DnsRecord } from "@pulumi/aws/route53/record.js";
import * as pulumi from "@pulumi/pulumi";
import { cloudFrontRegion } from "../aws/cloudfront-region.ts";
import { createAlarm } from "../aws/alarm.ts";
import { certificateAlarm } from "./certificate-alarm.ts";

export interface CertificatesArgs {
  /** The certificates cover it and every name one label below it. */
  readonly domain: string;
  readonly publicZoneId: pulumi.Input<string>;
  /** Whether the parent domain delegates to the public zone. If false, no certificate is created: validation would never finish. */
  readonly delegated: boolean;
  /** Region of the stack. */
  readonly region: string;
  /** Whether CloudFront needs a certificate. */
  readonly cloudFront: boolean;
  /** The CAA record, which a CA checks before it issues. @default none */
  readonly after?: pulumi.Resource | undefined;
  /** SNS topic of the alarms. @default no notification */
  readonly alarmTopicArn?: pulumi.Input<string> | undefined;
}

/** ARNs of issued certificates, so a caller need not wait for validation. Certificates are free. */
export interface Certificates {
  /** For load balancers. */
  readonly regional?: pulumi.Output<string>;
  readonly cloudFront?: pulumi.Output<string>;
}

/** Creates the certificates of the domain and of every name one label below it, validated by DNS. */
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
  // One alarm covers both: the certificates expire together, and an alarm in us-east-1 cannot notify a topic in this region.
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
 * Creates the one record that validates the domain. It is the same for the domain and its wildcard, and in every region
 * of an account (https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html). Route 53 would refuse a second one.
 * Overwriting is harmless: a record left by an interrupted run has the same value.
 */
function createRecord(
  name: string,
  certificate: Certificate,
  zoneId: pulumi.Input<string>,
  options: pulumi.CustomResourceOptions,
): DnsRecord {
  // both options name the same record, so the first is enough
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

/** Waits until the certificate is issued. That takes minutes, or reaches the 20 minute time-out if the delegation is wrong. */
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
