import { expect } from "chai";
import { describe, it } from "mocha";
import { Alarms } from "../../../components/alarms/index.ts";
import { alarmsOptions } from "../../../components/alarms/options.ts";
import { awsAnswers, awsOutputs } from "../../../ops/mocks/aws.ts";
import { recordResources } from "../../../ops/mocks/recorder.ts";

const record = (email: readonly string[]) =>
  recordResources(
    () =>
      new Alarms("alarms", { settings: alarmsOptions.parse({ email }), region: "ap-northeast-2" }),
    {
      outputs: awsOutputs,
      answers: awsAnswers,
    },
  );
const arn = "arn:aws:test:ap-northeast-2:123456789012:alarms";
const ofBudgets = {
  StringEquals: { "aws:SourceAccount": "123456789012" },
  ArnLike: { "aws:SourceArn": "arn:aws:budgets::123456789012:*" },
};

describe("components/alarms: Alarms", () => {
  it("creates a topic with its policy and key, and a subscription for each address", async () => {
    const resources = await record(["team@example.com", "night@example.com"]);
    expect(resources.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`)).to.have.members([
      "Alarms alarms",
      "Key alarms",
      "Topic alarms",
      "TopicPolicy alarms",
      "TopicSubscription alarms-team@example.com",
      "TopicSubscription alarms-night@example.com",
    ]);
    const subscription = resources.find(({ name }) => name === "alarms-team@example.com");
    expect(subscription?.inputs).to.deep.equal({
      topic: arn,
      protocol: "email",
      endpoint: "team@example.com",
    });
    expect((await record([])).length).to.equal(4);
  });

  it("allows CloudWatch and budgets to use the key, and those of its account to publish", async () => {
    const resources = await record([]);
    const of = (type: string) => resources.find((one) => one.type.endsWith(`:${type}`))?.inputs;
    expect(of("Topic")).to.deep.equal({ kmsMasterKeyId: arn, tags: { Name: "alarms" } });
    const { policy: keyPolicy, ...key } = of("Key") ?? {};
    expect(key).to.deep.equal({
      description: "Messages of the alarms, on their way",
      enableKeyRotation: true,
      deletionWindowInDays: 14,
      tags: { Name: "alarms" },
    });
    expect(JSON.parse(String(keyPolicy))).to.deep.equal({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AccountByIam",
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::123456789012:root" },
          Action: "kms:*",
          Resource: "*",
        },
        {
          Sid: "CloudWatchEncrypts",
          Effect: "Allow",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
          Resource: "*",
        },
        {
          Sid: "BudgetsEncrypt",
          Effect: "Allow",
          Principal: { Service: "budgets.amazonaws.com" },
          Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
          Resource: "*",
          Condition: ofBudgets,
        },
      ],
    });
    expect(JSON.parse(String(of("TopicPolicy")?.["policy"]))).to.deep.equal({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AlarmsOfTheAccount",
          Effect: "Allow",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Action: "sns:Publish",
          Resource: arn,
          Condition: {
            StringEquals: { "aws:SourceAccount": "123456789012" },
            ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:ap-northeast-2:123456789012:alarm:*" },
          },
        },
        {
          Sid: "BudgetsOfTheAccount",
          Effect: "Allow",
          Principal: { Service: "budgets.amazonaws.com" },
          Action: "sns:Publish",
          Resource: arn,
          Condition: ofBudgets,
        },
      ],
    });
  });

  it("accepts addresses, each once", () => {
    const isTaken = (email: unknown) => alarmsOptions.safeParse({ email }).success;
    expect(isTaken(["team+hanok@mail.example.com"])).to.equal(true);
    for (const wrong of ["team", "team@example", "@example.com", "a b@example.com", ""]) {
      expect(isTaken([wrong]), wrong).to.equal(false);
    }
    expect(isTaken(["a@example.com", "a@example.com"])).to.equal(false);
  });
});
