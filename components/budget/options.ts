import { z } from "zod";
import type { Infer } from "../check/schema.ts";

const remedy = "Write {monthlyUsd: 300}: US dollars of a month.";

/** `hanok:budget`: what an environment may cost. */
export const budgetOptions = z
  .strictObject({
    monthlyUsd: z.number().min(1).max(10_000_000).meta({
      remedy,
      unit: "US dollars",
      description:
        "Most that the environment may cost in a month. A plan above it is refused, and one above 80 % of it gets a warning.",
    }),
  })
  .meta({ remedy, description: "Budget of the environment, also as a budget of AWS with alarms." });

export type BudgetOptions = Infer<typeof budgetOptions>;
