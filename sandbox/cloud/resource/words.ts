import type { ApiWords, ResourceRow } from "../model.ts";
import type { Refusal } from "../refusal.ts";

/** Services whose name is not the module's in capitals; as the SDK for Go names them. */
const services: Readonly<Record<string, string>> = {
  acm: "ACM",
  autoscaling: "Auto Scaling",
  backup: "Backup",
  cloudwatch: "CloudWatch",
  docdb: "DocDB",
  dynamodb: "DynamoDB",
  ec2clientvpn: "EC2",
  ec2transitgateway: "EC2",
  ecr: "ECR",
  elasticache: "ElastiCache",
  lambda: "Lambda",
  lb: "Elastic Load Balancing v2",
  mq: "mq",
  route53: "Route 53",
  scheduler: "Scheduler",
  secretsmanager: "Secrets Manager",
  vpc: "EC2",
};

export function moduleOf(type: string): string {
  return type.split(":")[1]?.split("/")[0] ?? "";
}

/** The provider's words for a type; a row changes what the token does not tell. */
export function wordsOf({ type, words }: ResourceRow): ApiWords {
  const name = type.split(":")[2] ?? type;
  const service = words?.service ?? services[moduleOf(type)] ?? moduleOf(type).toUpperCase();
  return {
    noun: `${service} ${name.replaceAll(/([a-z])([A-Z])/g, "$1 $2")}`,
    service,
    create: `Create${name}`,
    update: `Modify${name}`,
    delete: `Delete${name}`,
    status: 400,
    ...words,
  };
}

/** A refusal as the provider prints it. */
export function refusalText(
  row: ResourceRow,
  step: "create" | "update" | "delete",
  refusal: Refusal,
  id: string | undefined,
  request: string,
): string {
  const words = wordsOf(row);
  const doing = { create: "creating", update: "updating", delete: "deleting" }[step];
  const which = id === undefined ? "" : ` (${id})`;
  return (
    `${doing} ${words.noun}${which}: operation error ${words.service}: ${refusal.operation ?? words[step]}, ` +
    `https response error StatusCode: ${words.status}, RequestID: ${request}, ` +
    `api error ${refusal.code}: ${refusal.message}`
  );
}
