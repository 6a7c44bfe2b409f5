import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Cloud, CloudRecord, Properties } from "../model.ts";
import { Refusal } from "../refusal.ts";
import { number, text } from "../values.ts";
import type { Actions } from "./model.ts";

const queueType = "aws:sqs/queue:Queue";
/** A message in a queue. */
export const messageType = "simulated:sqs/message:Message";

/** Milliseconds between two polls of an empty queue. */
const pause = 1_000;

/** Queues as Karpenter reads them: a message is delivered repeatedly until it is deleted. */
export const sqs: Actions = {
  GetQueueUrl: {
    takes: ["QueueName"],
    act: ({ input, cloud }) => {
      const name = text(input, "QueueName") ?? "";
      const found = cloud.where(queueType, { name })[0];
      if (found === undefined) throw noQueue();
      return { QueueUrl: found.id };
    },
  },
  ReceiveMessage: {
    takes: [
      "AttributeNames",
      "MaxNumberOfMessages",
      "MessageAttributeNames",
      "QueueUrl",
      "VisibilityTimeout",
      "WaitTimeSeconds",
    ],
    act: async ({ input, cloud, now }) => {
      const end = now.getTime() + (number(input, "WaitTimeSeconds") ?? 0) * 1_000;
      for (;;) {
        admitQueue(input, cloud);
        const found = messagesIn(input, cloud).slice(0, number(input, "MaxNumberOfMessages") ?? 1);
        if (found.length > 0 || Date.now() >= end) return { Messages: found.map(written) };
        await delay(pause);
      }
    },
  },
  DeleteMessage: {
    takes: ["QueueUrl", "ReceiptHandle"],
    act: ({ input, cloud }) => {
      admitQueue(input, cloud);
      cloud.remove(messageType, text(input, "ReceiptHandle") ?? "");
      return {};
    },
  },
};

const noQueue = (): Refusal =>
  new Refusal("QueueDoesNotExist: The specified queue does not exist.");

function admitQueue(input: Properties, cloud: Cloud): void {
  if (cloud.find(queueType, text(input, "QueueUrl") ?? "") === undefined) throw noQueue();
}

const messagesIn = (input: Properties, cloud: Cloud): readonly CloudRecord[] =>
  cloud.where(messageType, { queueUrl: input["QueueUrl"] });

function written({ id, properties }: CloudRecord): object {
  const body = text(properties, "body") ?? "";
  return {
    MessageId: id,
    ReceiptHandle: id,
    Body: body,
    MD5OfBody: createHash("md5").update(body).digest("hex"),
    Attributes: { SentTimestamp: text(properties, "sent") ?? "0" },
  };
}
