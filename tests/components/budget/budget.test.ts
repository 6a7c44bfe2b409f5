import { expect } from "chai";
import { describe, it } from "mocha";
import { Budget } from "../../../components/budget/index.ts";
import { budgetOptions } from "../../../components/budget/options.ts";
import { recordResources } from "../../../ops/mocks/recorder.ts";
import { usageOf } from "../../../policy/price/usage.ts";
import { stackEnvironment } from "../../../stacks/environment.ts";
import { root } from "../../support/local-stack.ts";
import { demandRefusal } from "../../support/settings.ts";

const args = {
  usage: usageOf({ natGb: 7 }),
  tag: { key: "hanok:stack", value: "dev" },
  alarmTopicArn: "arn:aws:sns:ap-northeast-2:123456789012:alarms",
};
const record = (monthlyUsd?: number) => {
  const settings = monthlyUsd === undefined ? undefined : { monthlyUsd };
  return recordResources(() => new Budget("budget", { ...args, settings }));
};

describe("components/budget: Budget", () => {
  it("registers the assumptions of the price, and no budget of AWS without an amount", async () => {
    const [component, ...others] = await record();
    expect(component?.type).to.equal("hanok:index:Budget");
    expect(component?.inputs).to.deep.equal({ usage: args.usage });
    expect(others).to.deep.equal([]);
  });

  it("creates a monthly budget for the costs of the stack's tag, which tells the topic", async () => {
    const resources = await record(300);
    const budget = resources.find(({ type }) => type === "aws:budgets/budget:Budget");
    const to = { subscriberSnsTopicArns: [args.alarmTopicArn] };
    const above = { thresholdType: "PERCENTAGE", comparisonOperator: "GREATER_THAN", ...to };
    expect(budget?.inputs).to.deep.equal({
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: "300",
      limitUnit: "USD",
      costFilters: [{ name: "TagKeyValue", values: ["user:hanok:stack$dev"] }],
      notifications: [
        { threshold: 80, notificationType: "ACTUAL", ...above },
        { threshold: 100, notificationType: "ACTUAL", ...above },
        { threshold: 100, notificationType: "FORECASTED", ...above },
      ],
    });
  });

  it("takes an amount of US dollars, and refuses anything else with the key", () => {
    expect(budgetOptions.parse({ monthlyUsd: 300 })).to.deep.equal({ monthlyUsd: 300 });
    const secrets = { "hanok:secrets": { kind: "generated" }, "hanok:stores": "cluster" };
    for (const wrong of [{}, { monthlyUsd: 0 }, { monthlyUsd: "300" }, { usd: 300 }, 300]) {
      const overrides = { ...secrets, "hanok:budget": wrong };
      const { issues } = demandRefusal(() => stackEnvironment("dev", root, { overrides }));
      expect(
        issues.map(({ key }) => key.split(".")[0]),
        JSON.stringify(wrong),
      ).to.include("hanok:budget");
      expect(issues.map(({ remedy }) => remedy).join(" ")).to.contain("monthlyUsd");
    }
  });

  it("and the assumptions are refused with the key, the value and the remedy", () => {
    const overrides = { "hanok:secrets": { kind: "generated" }, "hanok:usage": { natGb: -1 } };
    const { issues } = demandRefusal(() => stackEnvironment("dev", root, { overrides }));
    expect(issues).to.have.length(1);
    expect(issues[0]).to.include({ key: "hanok:usage.natGb", value: -1 });
    expect(issues[0]?.remedy).to.equal("Write a number of GB, 0 or more.");
  });
});
