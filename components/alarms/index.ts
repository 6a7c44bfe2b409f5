import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity.js";
import { Key } from "@pulumi/aws/kms/key.js";
import { Topic } from "@pulumi/aws/sns/topic.js";
import { TopicPolicy } from "@pulumi/aws/sns/topicPolicy.js";
import { TopicSubscription } from "@pulumi/aws/sns/topicSubscription.js";
import * as pulumi from "@pulumi/pulumi";
import { document } from "../iam/policy-document.ts";
import type { AlarmsOptions } from "./options.ts";
import { keyPolicy, topicPolicy } from "./policies.ts";

export interface AlarmsArgs {
  readonly settings: AlarmsOptions;
  readonly region: string;
}

/**
 * The topic of an environment's alarms, with its subscribers. It has its own key, which costs 1 USD a month
 * (https://aws.amazon.com/kms/pricing/): CloudWatch cannot use the AWS managed key of SNS.
 */
export class Alarms extends pulumi.ComponentResource {
  /** Depend on this before publishing to the topic: its policy then allows it. */
  readonly topicArn: pulumi.Output<string>;

  constructor(
    name: string,
    { settings, region }: AlarmsArgs,
    options?: pulumi.ComponentResourceOptions,
  ) {
    super("hanok:index:Alarms", name, {}, options);
    const parent = { parent: this };
    const account = getCallerIdentityOutput({}, parent).accountId;
    const tags = { Name: name };
    const key = new Key(
      name,
      {
        description: "Messages of the alarms, on their way",
        enableKeyRotation: true,
        // SNS keeps no messages that the key would protect later
        deletionWindowInDays: 14,
        policy: account.apply((id) => document(keyPolicy(id))),
        tags,
      },
      parent,
    );
    const topic = new Topic(name, { kmsMasterKeyId: key.arn, tags }, parent);
    const policy = pulumi
      .all([topic.arn, account])
      .apply(([arn, id]) => document(topicPolicy(arn, region, id)));
    this.topicArn = new TopicPolicy(name, { arn: topic.arn, policy }, parent).arn;
    for (const endpoint of settings.email) {
      const subscription = { topic: topic.arn, protocol: "email", endpoint };
      new TopicSubscription(`${name}-${endpoint}`, subscription, parent);
    }
    this.registerOutputs({});
  }
}
