import { z } from "zod";
import { planRules } from "./plan/rules.ts";
import type { PlanRule, Rule } from "./rule.ts";
import { settingsSchema } from "./settings.ts";
import { frameworkOf, linkOf } from "./sources.ts";

/** Text as Markdown shows it: what stands in backticks stays, an angle bracket opens no tag. */
const shown = (text: string): string =>
  text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith("`") ? part : part.replace(/[<*_]/g, "\\$&")))
    .join("");

function sourcesOf(sources: readonly string[]): string {
  const byName = new Map<string, string[]>();
  for (const source of sources) {
    const { name } = frameworkOf(source);
    byName.set(name, [...(byName.get(name) ?? []), `\`${source}\``]);
  }
  return [...byName].map(([name, ids]) => `${name} ${ids.join(", ")}`).join("; ");
}

const moments = {
  resource: "before the resource is created",
  stack: "on the whole stack",
  plan: "on the plan, in production",
} as const;

const ruleText = (rule: Rule | PlanRule): readonly string[] => [
  `### ${rule.id}`,
  "",
  `${shown(rule.title)}. Severity ${rule.severity}; judged ${moments[rule.kind]}${rule.kind === "resource" && rule.repair !== undefined ? "; can be repaired (`remediate`)" : ""}.`,
  "",
  `- How: ${shown(rule.remediation)}`,
  `- Also known as: ${sourcesOf(rule.sources)} ([more](${linkOf(rule.sources)}))`,
  "",
];

interface Property {
  readonly description?: string;
  readonly default?: unknown;
}

function settingsText(): readonly string[] {
  const { properties } = z.toJSONSchema(settingsSchema, { io: "input" });
  return Object.entries(properties ?? {}).map(([key, property]) => {
    const { description = "", default: initial } = property as Property;
    return `- \`${key}\`: ${shown(description)}. Default: \`${JSON.stringify(initial)}\`.`;
  });
}

/** docs/reference/policies.md, from the rules' own metadata. */
export function documentation(rules: readonly Rule[]): string {
  const themes = [...new Set(rules.map(({ theme }) => theme))];
  return [
    "# Policies",
    "",
    `The ${rules.length} rules of the policy pack, by theme. This page is written from the rules' metadata:`,
    "`node policy/write-documentation.ts`. What is critical or high stops an operation, the rest advises, unless the",
    "configuration says otherwise; [policy/README.md](../../policy/README.md) shows how to use the pack.",
    "",
    "## Settings",
    "",
    "They belong to the policy `settings` in the configuration file.",
    "",
    ...settingsText(),
    "",
    ...themes.flatMap((theme) => [
      `## ${theme}`,
      "",
      ...rules.filter((rule) => rule.theme === theme).flatMap(ruleText),
    ]),
    "## plan",
    "",
    "What a plan does to what exists: `make preview` judges it, and `policy/judge-plan.ts` any plan of the Pulumi CLI.",
    "",
    ...planRules.flatMap(ruleText),
  ]
    .join("\n")
    .trimEnd()
    .concat("\n");
}
