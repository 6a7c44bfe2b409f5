import type { Cloud, Order, Properties, Reference, ResourceRow } from "../model.ts";
import { Refusal } from "../refusal.ts";
import { reference } from "../resource/references.ts";
import { flag, object, text, texts, valuesAt } from "../values.ts";

export const edgeTypes = {
  distribution: "aws:cloudfront/distribution:Distribution",
  accessControl: "aws:cloudfront/originAccessControl:OriginAccessControl",
  cachePolicy: "aws:cloudfront/cachePolicy:CachePolicy",
  requestPolicy: "aws:cloudfront/originRequestPolicy:OriginRequestPolicy",
  headersPolicy: "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
  function: "aws:cloudfront/function:Function",
  vpcOrigin: "aws:cloudfront/vpcOrigin:VpcOrigin",
} as const;

/** AWS's own policies have UUIDs, unlike created ones. The simulation does not know which UUIDs exist. */
const managed = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function behaviours(
  property: string,
  to: string,
  code: string,
): Readonly<Record<string, Reference>> {
  const error = `${code}: The specified ${property} does not exist: {value}`;
  return ofBehaviours(property, reference(to, error, { except: managed }));
}

function ofBehaviours(path: string, to: Reference): Readonly<Record<string, Reference>> {
  return { [`defaultCacheBehavior.${path}`]: to, [`orderedCacheBehaviors.${path}`]: to };
}

const ofFunction = reference(
  edgeTypes.function,
  "InvalidFunctionAssociation: The function ARN {value} does not exist",
  { by: "arn" },
);

function admit(order: Order, cloud: Cloud): void {
  const { inputs, id } = order;
  const certificate = object(inputs, "viewerCertificate");
  const arn = text(certificate, "acmCertificateArn");
  const aliases = texts(inputs, "aliases");
  if (arn !== undefined && arn.split(":")[3] !== "us-east-1")
    throw new Refusal(
      "InvalidViewerCertificate: The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.",
    );
  if (aliases.length > 0 && arn === undefined && certificate["iamCertificateId"] === undefined)
    throw new Refusal(
      "InvalidViewerCertificate: To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate that validates your authorization to use the domain name.",
    );
  const taken = cloud
    .list(edgeTypes.distribution)
    .some(
      (one) =>
        one.id !== id && texts(one.properties, "aliases").some((alias) => aliases.includes(alias)),
    );
  if (taken)
    throw new Refusal(
      "CNAMEAlreadyExists: One or more of the CNAMEs you provided are already associated with a different resource.",
    );
}

const distribution: ResourceRow = {
  type: edgeTypes.distribution,
  global: true,
  moving: ["etag", "lastModifiedTime"],
  references: {
    "origins.originAccessControlId": {
      to: [edgeTypes.accessControl],
      error: "InvalidOriginAccessControl: The origin access control {value} does not exist",
    },
    "origins.vpcOriginConfig.vpcOriginId": {
      to: [edgeTypes.vpcOrigin],
      error: "EntityNotFound: The VPC origin {value} does not exist",
    },
    ...behaviours("cachePolicyId", edgeTypes.cachePolicy, "NoSuchCachePolicy"),
    ...behaviours("originRequestPolicyId", edgeTypes.requestPolicy, "NoSuchOriginRequestPolicy"),
    ...behaviours(
      "responseHeadersPolicyId",
      edgeTypes.headersPolicy,
      "NoSuchResponseHeadersPolicy",
    ),
    ...ofBehaviours("functionAssociations.functionArn", ofFunction),
  },
  behaviour: {
    create: (order, cloud) => {
      admit(order, cloud);
      return {
        callerReference: order.digits("caller").slice(0, 26),
        domainName: `d${order.digits("domain").slice(0, 13)}.cloudfront.net`,
        etag: `E${order.digits("etag").slice(0, 13).toUpperCase()}`,
        hostedZoneId: "Z2FDTNDATAQYW2", // CloudFront's, the same for all
        inProgressValidationBatches: 0,
        lastModifiedTime: "2026-01-01T00:00:00Z",
        status: "Deployed",
      };
    },
    update: (order, cloud) => {
      admit(order, cloud);
    },
    // the provider disables a distribution before its deletion and waits, so an enabled one does not block it
  },
};

function admitChange({ id }: Order, cloud: Cloud): void {
  const path = ["origins", "vpcOriginConfig", "vpcOriginId"];
  if (cloud.list(edgeTypes.distribution).some((one) => valuesAt(one.properties, path).includes(id)))
    throw new Refusal(
      "CannotUpdateEntityWhileInUse: The specified VPC origin is currently associated with one or more distributions. Please disassociate the VPC origin from all distributions before updating or deleting",
    );
}

function functionOutputs({ inputs, digits }: Order): Properties {
  if ((text(inputs, "code") ?? "").length > 10_240)
    throw new Refusal("FunctionSizeLimitExceeded: The function exceeds 10 KB");
  const etag = `E${digits("etag").slice(0, 13).toUpperCase()}`;
  return {
    etag,
    liveStageEtag: etag,
    status: flag(inputs, "publish") ? "DEPLOYED" : "UNPUBLISHED",
  };
}

const plain = [
  edgeTypes.accessControl,
  edgeTypes.cachePolicy,
  edgeTypes.requestPolicy,
  edgeTypes.headersPolicy,
];

export const cloudfront: readonly ResourceRow[] = [
  distribution,
  ...plain.map((type) => ({ type, global: true })),
  { type: edgeTypes.vpcOrigin, global: true, behaviour: { update: admitChange } },
  {
    type: edgeTypes.function,
    global: true,
    behaviour: { create: functionOutputs, update: functionOutputs },
  },
];
