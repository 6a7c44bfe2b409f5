import { createHash } from "node:crypto";
import type { Cloud, CloudRecord, Order, Properties, ResourceRow } from "../model.ts";
import { Refusal } from "../refusal.ts";
import { objects, text, texts } from "../values.ts";
import { bare, recordType, zoneName, zoneType } from "./route53/zone.ts";

const certificateType = "aws:acm/certificate:Certificate";

/** https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html */
const mostNames = 10;

const certificate: ResourceRow = {
  type: certificateType,
  autoname: false,
  defaults: { keyAlgorithm: "RSA_2048" },
  behaviour: {
    create: ({ inputs, id }, cloud) => {
      if (inputs["certificateBody"] !== undefined)
        return { status: "ISSUED", type: "IMPORTED", ...empty, arn: id };
      const names = namesOf(inputs);
      admitNames(names);
      const isByDns = inputs["validationMethod"] === "DNS";
      if (
        inputs["validationMethod"] === undefined &&
        inputs["certificateAuthorityArn"] === undefined
      )
        throw new Refusal("InvalidParameterException: A validation method is required");
      const domainValidationOptions = isByDns ? names.map((name) => proofOf(name, cloud)) : [];
      return {
        status: "PENDING_VALIDATION",
        type: "AMAZON_ISSUED",
        ...empty,
        domainValidationOptions,
      };
    },
  },
};

const empty = {
  domainValidationOptions: [],
  validationEmails: [],
  renewalSummaries: [],
  renewalEligibility: "INELIGIBLE",
  pendingRenewal: false,
  notBefore: "",
  notAfter: "",
} as const;

function namesOf(inputs: Properties): readonly string[] {
  const names = [text(inputs, "domainName") ?? "", ...texts(inputs, "subjectAlternativeNames")];
  return [...new Set(names.map(bare))];
}

function admitNames(names: readonly string[]): void {
  if (names.length > mostNames)
    throw new Refusal(`LimitExceededException: Cannot request more than ${mostNames} domain names`);
  for (const name of names)
    if (!/^(\*\.)?(([a-z0-9]|[a-z0-9][a-z0-9-]{0,61}[a-z0-9])\.)+[a-z0-9-]{2,63}$/.test(name))
      throw new Refusal(
        `ValidationException: Value '${name}' at 'domainName' failed to satisfy constraint: not a domain name`,
      );
}

/** The same for a domain and its wildcard, and in every region of an account. */
function proofOf(name: string, { account }: Cloud): Properties {
  const domain = name.replace(/^\*\./, "");
  const hash = (of: string): string =>
    createHash("sha256").update(`${account}|${of}|${domain}`).digest("hex").slice(0, 32);
  return {
    domainName: name,
    resourceRecordName: `_${hash("name")}.${domain}.`,
    resourceRecordType: "CNAME",
    resourceRecordValue: `_${hash("value")}.acm-validations.aws.`,
  };
}

/** Waits until the certificate is issued, or times out. */
const validation: ResourceRow = {
  type: "aws:acm/certificateValidation:CertificateValidation",
  references: {
    certificateArn: {
      to: [certificateType],
      by: "arn",
      error: "ResourceNotFoundException: Could not find certificate {value}.",
      onDelete: "ignore",
    },
  },
  behaviour: { create: issue },
};

function issue({ inputs }: Order, cloud: Cloud): undefined {
  const arn = text(inputs, "certificateArn") ?? "";
  const found = cloud.find(certificateType, arn);
  if (found === undefined || found.properties["status"] === "ISSUED") return;
  const proofs = objects(found.properties, "domainValidationOptions");
  const given = texts(inputs, "validationRecordFqdns").map(bare);
  const left = proofs
    .map((proof) => bare(text(proof, "resourceRecordName") ?? ""))
    .find((name) => given.length > 0 && !given.includes(name));
  if (left !== undefined)
    throw new Refusal(`InvalidParameter: missing DNS validation record: ${left}`);
  const open = proofs.find((proof) => !isProven(proof, cloud));
  if (open !== undefined)
    throw new Refusal(
      `PENDING_VALIDATION: timeout while waiting for state to become 'ISSUED' (last state: 'PENDING_VALIDATION'): no delegated public zone has ${text(open, "resourceRecordName")}`,
    );
  cloud.put({
    ...found,
    properties: {
      ...found.properties,
      status: "ISSUED",
      notBefore: "2026-11-21T00:00:00Z",
      notAfter: "2027-12-20T23:59:59Z",
      renewalEligibility: "ELIGIBLE",
    },
  });
}

function isProven(proof: Properties, cloud: Cloud): boolean {
  const name = bare(text(proof, "resourceRecordName") ?? "");
  return cloud.list(recordType).some(({ properties }) => {
    const zone = cloud.find(zoneType, text(properties, "zoneId") ?? "");
    const isRight =
      properties["fqdn"] === name &&
      properties["type"] === "CNAME" &&
      texts(properties, "records")
        .map(bare)
        .includes(bare(text(proof, "resourceRecordValue") ?? ""));
    return isRight && zone !== undefined && isDelegated(zone, cloud);
  });
}

/**
 * Whether the zone is delegated. A parent zone in the same account must contain its name servers; a parent zone elsewhere is unknown and
 * assumed to. A zone's record may state `delegated` itself.
 */
function isDelegated(zone: CloudRecord, cloud: Cloud): boolean {
  const isPublic = (of: CloudRecord): boolean => objects(of.properties, "vpcs").length === 0;
  const { delegated } = zone.properties;
  if (!isPublic(zone) || delegated === false) return false;
  if (delegated === true) return true;
  const name = zoneName(zone);
  const above = cloud
    .list(zoneType)
    .filter((other) => isPublic(other) && name.endsWith(`.${zoneName(other)}`))
    .sort((one, other) => zoneName(other).length - zoneName(one).length)[0];
  if (above === undefined) return true;
  const servers = texts(zone.properties, "nameServers").map(bare);
  return (
    isDelegated(above, cloud) &&
    cloud
      .list(recordType)
      .some(
        ({ properties }) =>
          properties["zoneId"] === above.id &&
          properties["fqdn"] === name &&
          properties["type"] === "NS" &&
          texts(properties, "records").some((one) => servers.includes(bare(one))),
      )
  );
}

export const acm: readonly ResourceRow[] = [certificate, validation];
