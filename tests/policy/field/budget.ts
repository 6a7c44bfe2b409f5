import { type FieldPlan, of } from "./declare.ts";

const stack = (limitAmount: string) => [
  of("pulumi:providers:aws", "aws", { region: "us-east-1" }),
  of("hanok:index:Budget", "usage", { usage: { natGb: 0 } }),
  of("aws:ec2/natGateway:NatGateway", "nat", {}),
  of("aws:eks/cluster:Cluster", "control", {}),
  of("aws:budgets/budget:Budget", "month", {
    budgetType: "COST",
    timeUnit: "MONTHLY",
    limitUnit: "USD",
    limitAmount,
  }),
];

/** Violating plans of budgets. */
export const budgetPlans: readonly FieldPlan[] = [
  {
    why: "a cluster and a NAT gateway cost more than the budget of the month",
    resources: stack("50"),
    means: ["budget-not-passed month"],
  },
  {
    why: "a cluster and a NAT gateway spend nearly the budget of the month",
    resources: stack("120"),
    means: ["budget-with-reserve month"],
  },
];
