import { iamServices, regions } from "../facts.ts";
import type { Cloud } from "../model.ts";

/** Service principals whose name differs from the prefix of their actions. AWS has no complete list; add a missing one here. */
const others: readonly string[] =
  `apidestinations.events application-autoscaling automation.ssm billingconsole cks.kms clientvpn cognito-idp
  compute-optimizer connector.eks costalerts.billing  delivery.logs dlm dms ec2fleet 
  ecs-tasks ecs.application-autoscaling edgelambda eks-fargate eks-fargate-pods eks-nodegroup elasticmapreduce
  export.rds guardduty-malware   logdelivery.elasticloadbalancing logger.cloudfront
  logging.s3 malware-protection-plan.guardduty member.org.stacksets.cloudformation monitoring monitoring.rds mq
  ops.apigateway opsworks pipes pods.eks  rds-performance-insights replication.dynamodb
  replicator.lambda resources.cloudformation scheduler spot spotfleet  ssm-incidents
  streams.metrics.cloudwatch  transitgateway trustedadvisor vmie vpc-flow-logs vpc-lattice
  vpcorigin.cloudfront  route53-recovery  `
    .trim()
    .split(/\s+/)
    .concat(
      "events",
      "ec2.application-autoscaling",
      "rds.application-autoscaling",
      "storage-lens.s3",
    );

/** Whether a service principal of this name exists, with or without a region. */
export function isService(principal: string): boolean {
  const name = /^([a-z0-9.-]+)\.amazonaws\.com(\.cn)?$/.exec(principal)?.[1];
  if (name === undefined) return false;
  const parts = name.split(".");
  const isRegional = parts.length > 1 && regions().includes(parts.at(-1) ?? "");
  const plain = isRegional ? parts.slice(0, -1).join(".") : name;
  return others.includes(plain) || iamServices().includes(plain);
}

/** Whether a policy's principal exists, as far as this account knows. */
export function isPrincipal(kind: string, value: string, cloud: Cloud): boolean {
  if (kind === "Service") return isService(value);
  if (kind === "Federated") return isProvider(value, cloud);
  if (kind === "CanonicalUser") return /^[0-9a-f]{64}$/.test(value);
  if (value === "*" || /^\d{12}$/.test(value)) return true;
  const match = /^arn:(aws[\w-]*):(iam|sts)::(\d{12}):(.+)$/.exec(value);
  if (match === null) return /^A(ROA|IDA)[A-Z0-9]{16,}$/.test(value) || isOriginAccess(value);
  const [, partition, service, account, what = ""] = match;
  if (partition !== cloud.partition || /[*?]/.test(what)) return false;
  if (account !== cloud.account || what === "root") return true;
  if (service === "sts") return /^(assumed-role|federated-user)\/.+/.test(what);
  return what === "user/deployer" || isOwn(value, cloud);
}

/** `arn:aws:iam::cloudfront:user/…` of an origin access identity. */
function isOriginAccess(value: string): boolean {
  return /^arn:aws[\w-]*:iam::cloudfront:user\//.test(value);
}

function isOwn(arn: string, cloud: Cloud): boolean {
  return ["aws:iam/role:Role", "aws:iam/user:User"].some(
    (type) => cloud.where(type, { arn }).length > 0,
  );
}

const webProviders = [
  "cognito-identity.amazonaws.com",
  "accounts.google.com",
  "graph.facebook.com",
];

function isProvider(value: string, cloud: Cloud): boolean {
  if (webProviders.includes(value) || value === "www.amazon.com") return true;
  const match = /^arn:(aws[\w-]*):iam::(\d{12}):(oidc|saml)-provider\/.+$/.exec(value);
  if (match === null) return false;
  if (match[2] !== cloud.account) return true;
  return [
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
    "aws:iam/samlProvider:SamlProvider",
  ].some((type) => cloud.where(type, { arn: value }).length > 0);
}
