import type { Cloud, Order, ResourceRow } from "../../model.ts";
import { parsePolicy } from "../../iam-policy.ts";
import { Refusal } from "../../refusal.ts";
import { text } from "../../values.ts";
import { keyNamed } from "../kms.ts";

const groupType = "aws:cloudwatch/logGroup:LogGroup";

const group: ResourceRow = {
  type: groupType,
  defaults: { logGroupClass: "STANDARD", deletionProtectionEnabled: false },
  behaviour: {
    create: (order, cloud) => admitGroup(order, cloud),
    update: (order, cloud) => admitGroup(order, cloud),
    remove: ({ id, properties }, cloud) => {
      if (properties["deletionProtectionEnabled"] === true)
        throw new Refusal(
          "ValidationException: The log group cannot be deleted because deletion protection is enabled",
        );
      // the last log lines of a control plane arrive now, and the role of EKS creates their group again
      const isLate = /^\/aws\/eks\/[^/]+\/cluster$/.test(id);
      const late = {
        ...group.defaults,
        name: id,
        arn: properties["arn"],
        retentionInDays: 0,
        tags: {},
      };
      if (isLate) cloud.put({ type: groupType, id: `late:${id}`, properties: late });
    },
  },
};

function admitGroup({ inputs, arn }: Order, cloud: Cloud): undefined {
  if (text(inputs, "name")?.startsWith("aws/") === true)
    throw new Refusal("InvalidParameterException: Log group name cannot begin with aws/");
  const key = text(inputs, "kmsKeyId");
  if (key === undefined) return;
  const policy = text(keyNamed(cloud, key)?.properties ?? {}, "policy");
  const isOwn = key.split(":")[4] === cloud.account;
  if (!key.startsWith("arn:") || (isOwn && (policy === undefined || !letsLogsUseIt(policy, cloud))))
    throw new Refusal(
      `InvalidParameterException: The specified KMS key does not exist or is not allowed to be used with LogGroup '${arn}'`,
    );
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
function letsLogsUseIt(policy: string, { region }: Cloud): boolean {
  const document = parsePolicy(policy);
  const services = ["logs.amazonaws.com", `logs.${region}.amazonaws.com`];
  return (
    "statements" in document &&
    document.statements.some(
      ({ effect, principals, actions }) =>
        effect === "Allow" &&
        ((principals["Service"] ?? []).some((one) => services.includes(one)) ||
          (principals["AWS"] ?? []).includes("*")) &&
        actions.some((action) => /^(\*|kms:\*|kms:(Gen|Enc|Dec|ReEnc))/i.test(action)),
    )
  );
}

const ofGroup = {
  to: [groupType],
  by: "name",
  error: "ResourceNotFoundException: The specified log group does not exist.",
  onDelete: "cascade",
} as const;

const stream: ResourceRow = {
  type: "aws:cloudwatch/logStream:LogStream",
  references: { logGroupName: ofGroup },
};

const missing = (what: string) => `ResourceNotFoundException: Requested ${what} was not found.`;
const source = "aws:cloudwatch/logDeliverySource:LogDeliverySource";
const destination = "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination";

const delivery: ResourceRow = {
  type: "aws:cloudwatch/logDelivery:LogDelivery",
  references: {
    deliverySourceName: { to: [source], by: "name", error: missing("DeliverySource") },
    deliveryDestinationArn: { to: [destination], by: "arn", error: missing("DeliveryDestination") },
  },
};

export const logs: readonly ResourceRow[] = [
  group,
  stream,
  delivery,
  { type: source },
  { type: destination },
];
