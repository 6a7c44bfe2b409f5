import { Budget as AwsBudget } from "@pulumi/aws/budgets/budget.js";
import * as pulumi from "@pulumi/pulumi";
import type { BudgetOptions } from "./options.ts";

export interface BudgetArgs {
  /** Undefined: no budget of AWS. */
  readonly settings: BudgetOptions | undefined;
  /** What the price assumes of the use of a month; the price reads it from this component's inputs. */
  readonly usage: Readonly<Record<string, number>>;
  /** Cost allocation tags of everything in the environment, of which the first one selects its costs. */
  readonly tag: { readonly key: string; readonly value: string };
  /** Topic that hears of a budget that is nearly spent, or will be passed. */
  readonly alarmTopicArn: pulumi.Input<string>;
}

/** Shares of the budget in percent at which the topic hears of it: spent, or forecast for the month. */
const notifications = [
  { threshold: 80, notificationType: "ACTUAL" },
  { threshold: 100, notificationType: "ACTUAL" },
  { threshold: 100, notificationType: "FORECASTED" },
] as const;

/** What an environment may cost in a month, and what its price assumes. AWS bills nothing for a budget. */
export class Budget extends pulumi.ComponentResource {
  constructor(
    name: string,
    { settings, usage, tag, alarmTopicArn }: BudgetArgs,
    options?: pulumi.ComponentResourceOptions,
  ) {
    super("hanok:index:Budget", name, { usage }, options);
    if (settings !== undefined)
      new AwsBudget(
        name,
        {
          budgetType: "COST",
          timeUnit: "MONTHLY",
          limitAmount: String(settings.monthlyUsd),
          limitUnit: "USD",
          // by a cost allocation tag, which the payer has to activate (docs/guides/price.md)
          costFilters: [{ name: "TagKeyValue", values: [`user:${tag.key}$${tag.value}`] }],
          notifications: notifications.map((one) => ({
            ...one,
            thresholdType: "PERCENTAGE",
            comparisonOperator: "GREATER_THAN",
            subscriberSnsTopicArns: [alarmTopicArn],
          })),
        },
        { parent: this },
      );
    this.registerOutputs({});
  }
}
