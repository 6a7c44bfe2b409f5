import type { Cloud, CloudRecord, Order, Properties, Reference, ResourceRow } from "../../model.ts";
import { Refusal } from "../../refusal.ts";
import { object, objects, text, texts } from "../../values.ts";
import { lbTypes } from "./types.ts";

const group: Reference = {
  to: [lbTypes.targetGroup],
  error: "TargetGroupNotFound: One or more target groups not found: {value}",
};
const certificate: Reference = {
  to: ["aws:acm/certificate:Certificate"],
  by: "arn",
  error: "CertificateNotFound: Certificate '{value}' not found",
};
function groupsOf(actions: readonly Properties[]): readonly string[] {
  return actions.flatMap((action) => [
    ...texts(action, "targetGroupArn"),
    ...objects(object(action, "forward"), "targetGroups").flatMap((one) => texts(one, "arn")),
  ]);
}

/** @throws Refusal for target groups of another kind or VPC than the load balancer's */
function admitGroups(
  actions: readonly Properties[],
  balancer: CloudRecord | undefined,
  cloud: Cloud,
): void {
  const { loadBalancerType, vpcId } = balancer?.properties ?? {};
  for (const arn of groupsOf(actions)) {
    const properties: Properties = cloud.of(lbTypes.targetGroup, arn);
    const protocol = text(properties, "protocol");
    const isHttp = protocol === "HTTP" || protocol === "HTTPS";
    if (protocol !== undefined && isHttp !== (loadBalancerType === "application"))
      throw new Refusal(
        `InvalidConfigurationRequest: The protocol ${protocol} of target group '${arn}' is not supported by the load balancer`,
      );
    if (properties["vpcId"] !== undefined && properties["vpcId"] !== vpcId)
      throw new Refusal(
        `InvalidConfigurationRequest: The target group '${arn}' and the load balancer are in different VPCs`,
      );
  }
}

function admitCertificate(inputs: Properties, cloud: Cloud): void {
  const protocol = text(inputs, "protocol");
  const arn = text(inputs, "certificateArn");
  const isSecure = protocol === "HTTPS" || protocol === "TLS";
  if (isSecure && arn === undefined)
    throw new Refusal(`ValidationError: A certificate must be specified for ${protocol} listeners`);
  if (!isSecure && arn !== undefined)
    throw new Refusal(
      `InvalidConfigurationRequest: Certificates cannot be specified for ${protocol ?? ""} listeners`,
    );
  admitIssued(arn, cloud);
}

/** @throws Refusal for a certificate that is not issued */
function admitIssued(arn: string | undefined, cloud: Cloud): void {
  if (arn === undefined) return;
  const region = arn.split(":")[3];
  if (region !== undefined && region !== "" && region !== cloud.region)
    throw new Refusal(`ValidationError: Certificate ARN '${arn}' is not valid`);
  const found = cloud.where("aws:acm/certificate:Certificate", { arn })[0];
  if (text(found?.properties ?? {}, "status") === "PENDING_VALIDATION")
    throw new Refusal(
      `UnsupportedCertificate: The certificate '${arn}' must have a fully-qualified domain name, a supported signature, and a supported key size.`,
    );
}

/** "Security policies for your Application Load Balancer", including those of Network Load Balancers. */
const tlsPolicies = [
  /^ELBSecurityPolicy-(2016-08|2015-05|TLS-1-0-2015-04|TLS-1-1-2017-01|TLS-1-2-2017-01|TLS-1-2-Ext-2018-06)$/,
  /^ELBSecurityPolicy-FS-(2018-06|1-1-2019-08|1-2-2019-08|1-2-Res-2019-08|1-2-Res-2020-10)$/,
  /^ELBSecurityPolicy-TLS13-1-[0-3](-(Res|Ext[0-2]))?(-PQ)?(-FIPS)?-(2021-06|2023-04|2025-09)$/,
];

/** @throws Refusal for an unknown policy */
function policyOf(inputs: Properties): string {
  const policy = text(inputs, "sslPolicy") ?? "ELBSecurityPolicy-2016-08";
  if (!tlsPolicies.some((known) => known.test(policy)))
    throw new Refusal(`SSLPolicyNotFound: SSL policy '${policy}' not found`);
  return policy;
}

function admitListener({ inputs, id }: Order, cloud: Cloud): Properties {
  const arn = text(inputs, "loadBalancerArn") ?? "";
  const balancer = cloud.find(lbTypes.loadBalancer, arn);
  const isApplication = balancer?.properties["loadBalancerType"] === "application";
  const protocol = text(inputs, "protocol") ?? (isApplication ? "HTTP" : undefined);
  const isHttp = protocol === "HTTP" || protocol === "HTTPS";
  if (protocol !== undefined && isHttp !== isApplication)
    throw new Refusal(
      `ValidationError: Protocol '${protocol}' is not supported by the load balancer`,
    );
  const isTaken = cloud
    .list(lbTypes.listener)
    .some(
      (one) =>
        one.id !== id &&
        one.properties["loadBalancerArn"] === arn &&
        one.properties["port"] === inputs["port"],
    );
  if (isTaken)
    throw new Refusal(
      "DuplicateListener: A listener already exists on this port for this load balancer",
    );
  admitCertificate({ ...inputs, protocol }, cloud);
  admitGroups(objects(inputs, "defaultActions"), balancer, cloud);
  const isSecure = protocol === "HTTPS" || protocol === "TLS";
  return { protocol, ...(isSecure && { sslPolicy: policyOf(inputs) }) };
}

export const listeners: readonly ResourceRow[] = [
  {
    type: lbTypes.listener,
    references: {
      loadBalancerArn: {
        to: [lbTypes.loadBalancer],
        error: "LoadBalancerNotFound: Load balancer '{value}' not found",
        onDelete: "cascade",
      },
      "defaultActions.targetGroupArn": group,
      "defaultActions.forward.targetGroups.arn": group,
      certificateArn: certificate,
    },
    behaviour: {
      create: (order, cloud) => admitListener(order, cloud),
      update: (order, cloud) => admitListener(order, cloud),
    },
  },
];
