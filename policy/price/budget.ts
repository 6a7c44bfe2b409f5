import { stepsIn } from "../plan/steps.ts";
import type { Resource } from "../resource.ts";
import type { Value } from "../value.ts";
import { entriesAt, idOf, type Item, numberAt, textAt } from "./item.ts";
import { changesOf, priceOf, totalOf } from "./price.ts";
import { itemsOfSteps } from "./sources.ts";
import { Stack } from "./stack.ts";

/** A monthly budget of AWS in a stack. */
export interface MonthlyBudget {
  readonly item: Item;
  readonly usd: number;
}

/** The budgets of costs in US dollars a month. */
export const budgetsOf = (items: readonly Item[]): readonly MonthlyBudget[] =>
  items.flatMap((item) => {
    const { type, inputs } = item;
    const usd = numberAt(inputs, "limitAmount");
    const isMonthly =
      type === "aws:budgets/budget:Budget" &&
      textAt(inputs, "timeUnit") === "MONTHLY" &&
      textAt(inputs, "budgetType") === "COST" &&
      textAt(inputs, "limitUnit") === "USD";
    return isMonthly && usd !== undefined && usd > 0 ? [{ item, usd }] : [];
  });

const regionOf = (provider: Value): string | undefined =>
  provider.at("region").unknown ? undefined : provider.at("region").text;

/** A resource of the policy pack as the price sees it. */
export function itemOfResource({ urn, type, name, inputs, parent, providerProps }: Resource): Item {
  const isTop = parent === undefined || parent.includes("::pulumi:pulumi:Stack::");
  return {
    id: idOf(urn),
    type,
    name,
    // the engine hands the region over with the provider
    inputs: {
      ...(type.startsWith("aws:") ? { region: regionOf(providerProps) } : {}),
      ...Object.fromEntries(entriesAt(inputs.plain)),
    },
    ...(isTop ? {} : { parent: idOf(parent) }),
  };
}

/** What a plan does to the price, as lines, and whether it passes a budget. */
export interface PriceOfPlan {
  readonly lines: readonly string[];
  readonly isOverBudget: boolean;
}

const nameOf = (id: string): string => {
  const [types = "", name = ""] = id.split("::");
  return `${types.split(":").at(-1) ?? ""} ${name}`;
};
const signed = (usd: number): string => `${usd < 0 ? "" : "+"}${usd.toFixed(2)}`;

/**
 * The price of a plan, its difference to what exists, and the three dearest changes. A plan whose price is above a budget of the stack is
 * refused if it raises the price; above 80 % it gets a warning.
 * @param text output of `pulumi preview --json`, or `--event-log`
 */
export function priceOfPlan(text: string): PriceOfPlan {
  const versions = itemsOfSteps(stepsIn(text));
  const [before, after] = [versions.before, versions.after].map(
    (items) => priceOf(new Stack(items)).positions,
  );
  if (before === undefined || after === undefined || after.length === 0)
    return { lines: [], isOverBudget: false };
  const total = totalOf(after);
  const rise = total - totalOf(before);
  const changes = changesOf(before, after);
  const dearest = changes.filter((one) => one.after > one.before).slice(0, 3);
  const unknown = after.filter(({ usd }) => usd === undefined).length;
  const budgets = budgetsOf(versions.after).map(({ item, usd }) => ({
    item,
    usd,
    share: total / usd,
  }));
  const told = budgets.flatMap(({ item, usd, share }) => {
    const percent = `${Math.round(share * 100)} % of the budget ${item.name}, ${usd} US dollars`;
    if (share > 1) return [`over budget: ${percent}`];
    return share > 0.8 ? [`warning: ${percent}`] : [];
  });
  const more = unknown === 0 ? "" : `, and ${unknown} positions that are not known`;
  return {
    lines: [
      `price: ${total.toFixed(2)} US dollars a month, ${signed(rise)}${more}`,
      ...(dearest.length === 0 ? [] : ["the dearest changes:"]),
      ...dearest.map(
        ({ id, before: old, after: young }) => `  ${signed(young - old)}  ${nameOf(id)}`,
      ),
      ...told,
    ],
    isOverBudget: rise >= 0 && budgets.some(({ share }) => share > 1),
  };
}
