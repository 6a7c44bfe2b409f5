import type { Cloud, Order, Properties, ResourceRow } from "../model.ts";
import { admitPolicy, policyKinds } from "../iam-policy.ts";
import { Refusal } from "../refusal.ts";
import { flag, text } from "../values.ts";

const topicType = "aws:sns/topic:Topic";
const queueType = "aws:sqs/queue:Queue";

const topic: ResourceRow = {
  type: topicType,
  behaviour: {
    check: (inputs) => fifoFaults(inputs, "fifoTopic"),
    create: admitOwn(policyKinds.topic),
    update: admitOwn(policyKinds.topic),
  },
};

function fifoFaults(inputs: Properties, property: string) {
  const name = text(inputs, "name");
  const isRight = name === undefined || name.endsWith(".fifo") === flag(inputs, property);
  return isRight
    ? []
    : [{ property, reason: "goes with a name that ends in .fifo, and only with one" }];
}

function admitOwn(kind: typeof policyKinds.topic) {
  return ({ inputs }: Order, cloud: Cloud): undefined => {
    const policy = text(inputs, "policy");
    if (policy !== undefined) admitPolicy(policy, kind, cloud);
  };
}

const protocols: Readonly<Record<string, RegExp>> = {
  email: /^[^@\s]+@[^@\s]+$/,
  "email-json": /^[^@\s]+@[^@\s]+$/,
  http: /^http:\/\//,
  https: /^https:\/\//,
  lambda: /^arn:[\w-]+:lambda:/,
  sms: /^\+?\d[\d-]+$/,
  sqs: /^arn:[\w-]+:sqs:/,
  firehose: /^arn:[\w-]+:firehose:/,
  application: /^arn:[\w-]+:sns:/,
};

const subscription: ResourceRow = {
  type: "aws:sns/topicSubscription:TopicSubscription",
  references: {
    topic: {
      to: [topicType],
      by: "arn",
      error: "NotFound: Topic does not exist",
      onDelete: "cascade",
    },
  },
  behaviour: {
    create: ({ inputs }) => {
      const [protocol, endpoint] = [text(inputs, "protocol") ?? "", text(inputs, "endpoint") ?? ""];
      const form = protocols[protocol];
      if (form === undefined)
        throw new Refusal(
          `InvalidParameter: Invalid parameter: Does not support this protocol string: ${protocol}`,
        );
      if (!form.test(endpoint))
        throw new Refusal(`InvalidParameter: Invalid parameter: ${protocol} endpoint ${endpoint}`);
      return {
        pendingConfirmation: protocol.startsWith("email"),
        confirmationWasAuthenticated: false,
      };
    },
  },
};

const queue: ResourceRow = {
  type: queueType,
  behaviour: {
    check: (inputs) => fifoFaults(inputs, "fifoQueue"),
    create: admitOwn(policyKinds.queue),
    update: admitOwn(policyKinds.queue),
  },
};

export const messages: readonly ResourceRow[] = [
  topic,
  subscription,
  queue,
  {
    type: "aws:sns/topicPolicy:TopicPolicy",
    references: {
      arn: {
        to: [topicType],
        by: "arn",
        error: "NotFound: Topic does not exist",
        onDelete: "cascade",
      },
    },
    behaviour: {
      identify: (inputs) => text(inputs, "arn"),
      create: admitOwn(policyKinds.topic),
      update: admitOwn(policyKinds.topic),
    },
  },
  {
    type: "aws:sqs/queuePolicy:QueuePolicy",
    references: {
      queueUrl: {
        to: [queueType],
        error: "AWS.SimpleQueueService.NonExistentQueue: The specified queue does not exist.",
        onDelete: "cascade",
      },
    },
    behaviour: { create: admitOwn(policyKinds.queue), update: admitOwn(policyKinds.queue) },
  },
];
