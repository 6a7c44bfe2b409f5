import type { Graph } from "../graph.ts";
import { budgetsOf, itemOfResource } from "../price/budget.ts";
import { priceOf, sumsBy, totalOf } from "../price/price.ts";
import { Stack } from "../price/stack.ts";
import type { Resource } from "../resource.ts";
import { type Rule, stackRule, type Trial } from "../rule.ts";

const sources = ["own:budget"];
const remediation =
  "Take away what is dearest or make it smaller, or raise the budget (`hanok:budget.monthlyUsd`). `make price` lists every position.";

/** Checks the price of the stack against each monthly budget in it. */
const check =
  (isBroken: (share: number) => boolean, right: string) =>
  (graph: Graph, { fail, each }: Trial) => {
    const budgets = budgetsOf(graph.resources.map(itemOfResource));
    if (budgets.length === 0) return;
    const { positions } = priceOf(new Stack(graph.resources.map(itemOfResource)));
    const total = totalOf(positions);
    const dearest = sumsBy(positions, ({ id }) => id)
      .slice(0, 3)
      .map(([id, usd]) => `${id.split("::").at(-1) ?? id} ${usd.toFixed(2)}`);
    each(budgets, ({ item, usd }) => {
      const owner = graph.resources.find((one: Resource) => one.urn.endsWith(`::${item.id}`));
      if (owner === undefined || !isBroken(total / usd)) return;
      fail(
        owner.inputs.at("limitAmount"),
        `${right} ${total.toFixed(2)} US dollars a month, what the stack costs; its dearest: ${dearest.join(", ")}`,
      );
    });
  };

const passed = stackRule({
  id: "budget-not-passed",
  theme: "cost",
  title: "The stack costs no more than its budget",
  severity: "high",
  sources,
  remediation,
  check: check((share) => share > 1, "be at least"),
});

const nearlySpent = stackRule({
  id: "budget-with-reserve",
  theme: "cost",
  title: "The stack costs at most 80 % of its budget",
  severity: "medium",
  sources,
  remediation,
  check: check((share) => share > 0.8 && share <= 1, "be a quarter above"),
});

export const budget: readonly Rule[] = [passed, nearlySpent];
