/**
 * Validates a plan of the Pulumi CLI: `pulumi preview --json | node policy/validate-plan.ts [policy.json]`, or with the file
 * of `--event-log` on its standard input. Exits with 1 if the plan violates a rule or passes a budget.
 */
import { readFileSync } from "node:fs";
import { validatePlan } from "./plan/validate.ts";
import { stepsIn } from "./plan/steps.ts";
import { priceOfPlan } from "./price/budget.ts";
import { settingsOf } from "./settings.ts";

const [, , file] = process.argv;
const given = file === undefined ? {} : (JSON.parse(readFileSync(file, "utf8")) as object);
const settings = settingsOf("settings" in given ? given.settings : {});
const today = new Date().toISOString().slice(0, "2027-01-31".length);
const text = readFileSync(0, "utf8");
const violations = validatePlan(stepsIn(text), settings, today);
for (const { rule, message } of violations)
  console.error(`[${rule.severity}, ${rule.theme}] ${rule.id}: ${message}`);
const { lines, isOverBudget } = priceOfPlan(text);
for (const line of lines) console.error(line);
process.exitCode = violations.length > 0 || isOverBudget ? 1 : 0;
