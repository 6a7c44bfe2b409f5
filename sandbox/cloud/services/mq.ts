import { engineVersions, instanceClasses } from "../facts.ts";
import type { Cloud, Order, Properties, ResourceRow } from "../model.ts";
import { Refusal } from "../refusal.ts";
import { text, texts } from "../values.ts";
import { types } from "./ec2/types.ts";
import { admitGroups, vpcOfSubnets } from "./common.ts";

const broker = "aws:mq/broker:Broker";
const configuration = "aws:mq/configuration:Configuration";
const bad = "BadRequestException";

function admitVersion(engine: string, wanted: string): void {
  const versions = engineVersions(engine);
  if (
    versions.length > 0 &&
    !versions.some((one) => wanted === one || wanted.startsWith(`${one}.`))
  )
    throw new Refusal(
      `${bad}: Broker engine version [${wanted}] is invalid. Valid values: [${versions.join(", ")}]`,
    );
}

function created(order: Order, cloud: Cloud): Properties {
  const { inputs, id } = order;
  const engine = text(inputs, "engineType") ?? "";
  const mode = text(inputs, "deploymentMode") ?? "SINGLE_INSTANCE";
  admitVersion(engine, text(inputs, "engineVersion") ?? "");
  const type = text(inputs, "hostInstanceType") ?? "";
  const offered = instanceClasses("mq", cloud.region);
  const short = type.replace(/xlarge$/, "xl"); // the facts have both spellings
  if (offered.length > 0 && !offered.includes(type) && !offered.includes(short))
    throw new Refusal(`${bad}: Broker instance type [${type}] is invalid.`);
  const isRabbit = engine === "RabbitMQ";
  if (isRabbit === (mode === "ACTIVE_STANDBY_MULTI_AZ") && mode !== "SINGLE_INSTANCE")
    throw new Refusal(
      `${bad}: Deployment mode [${mode}] is not supported for engine type [${engine}].`,
    );
  admitGroups(
    cloud,
    vpcOfSubnets(
      cloud,
      texts(inputs, "subnetIds"),
      new Refusal(`${bad}: Subnets must be in the same VPC.`),
    ),
    texts(inputs, "securityGroups"),
    (group) => new Refusal(`${bad}: Security group [${group}] is not in the VPC of the subnets.`),
  );
  const host = (at: number): string =>
    isRabbit ? `${id}.mq.${cloud.region}.on.aws` : `${id}-${at}.mq.${cloud.region}.amazonaws.com`;
  const instances = Array.from({ length: mode === "ACTIVE_STANDBY_MULTI_AZ" ? 2 : 1 }, (_, at) => ({
    consoleUrl: isRabbit ? `https://${host(at + 1)}` : `https://${host(at + 1)}:8162`,
    endpoints: isRabbit
      ? [`amqps://${host(1)}:5671`]
      : [`ssl://${host(at + 1)}:61617`, `amqp+ssl://${host(at + 1)}:5671`],
    ipAddress: "",
  }));
  return {
    instances,
    pendingDataReplicationMode: "",
    storageType: text(inputs, "storageType") ?? (isRabbit ? "ebs" : "efs"),
  };
}

export const mq: readonly ResourceRow[] = [
  {
    type: broker,
    autoname: "brokerName",
    references: {
      subnetIds: {
        to: [types.subnet],
        error: `${bad}: The subnet ID [{value}] does not exist.`,
      },
      securityGroups: {
        to: [types.group],
        error: `${bad}: The security group ID [{value}] does not exist.`,
      },
      "configuration.id": {
        to: [configuration],
        error: "NotFoundException: Can't find requested configuration [{value}].",
      },
    },
    behaviour: {
      create: (order, cloud) => created(order, cloud),
      update: ({ inputs }) => {
        admitVersion(text(inputs, "engineType") ?? "", text(inputs, "engineVersion") ?? "");
      },
    },
  },
  {
    type: configuration,
    moving: ["latestRevision"],
    behaviour: {
      create: ({ inputs }) => {
        admitVersion(text(inputs, "engineType") ?? "", text(inputs, "engineVersion") ?? "");
      },
      update: (_, __, { properties }) => ({
        latestRevision: Number(properties["latestRevision"] ?? 1) + 1,
      }),
    },
  },
];
