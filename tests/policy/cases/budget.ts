import { aws, type Cases, type Given, three } from "../support/case.ts";

const provider: Given = {
  type: "pulumi:providers:aws",
  name: "aws",
  props: { region: "us-east-1" },
};
const usage: Given = {
  type: "hanok:index:Budget",
  name: "usage",
  props: { usage: { natGb: 0 } },
};
const budget = (limitAmount: string, more: Readonly<Record<string, unknown>> = {}): Given =>
  aws("budgets", "Budget", "month", {
    budgetType: "COST",
    timeUnit: "MONTHLY",
    limitUnit: "USD",
    limitAmount,
    ...more,
  });
// 730 hours at 0.045, and at 0.1
const nat = aws("ec2", "NatGateway", "nat", {});
const cluster = aws("eks", "Cluster", "control", {});
const key = aws("kms", "Key", "key", {});
const stack = [provider, usage, nat, cluster, key];

export const budgetCases: Cases = {
  "budget-not-passed": three({
    passes: [...stack, budget("107")],
    fails: [...stack, budget("106")],
    violates: ["month limitAmount"],
    edge: [...stack, budget("10", { timeUnit: "ANNUALLY" })],
    why: "a budget of a year says nothing about a month",
  }),
  "budget-with-reserve": three({
    passes: [...stack, budget("134")],
    fails: [...stack, budget("133")],
    violates: ["month limitAmount"],
    edge: [...stack, budget("100")],
    why: "a budget that is passed is reported once, by the other rule",
  }),
};
