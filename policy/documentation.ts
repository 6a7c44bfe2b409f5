import { z } from "zod";
import { planRules } from "./plan/rules.ts";
import type { PlanRule, Rule } from "./rule.ts";
import { settingsSchema } from "./settings.ts";
import { frameworkOf, linkOf } from "./sources.ts";

/** A text as Markdown. Code spans stay, and angle brackets are escaped. */
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
  `${shown(rule.title)}. Severity ${rule.severity}; checked ${moments[rule.kind]}${rule.kind === "resource" && rule.repair !== undefined ? "; repairable (`remediate`)" : ""}.`,
  "",
  `- Remedy: ${shown(rule.remediation)}`,
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

/** The page docs/reference/policies.md, from the metadata of the rules. */
export function documentation(rules: readonly Rule[]): string {
  const themes = [...new Set(rules.map(({ theme }) => theme))];
  return [
    "# Policies",
    "",
    `The ${rules.length} rules of the policy pack, by theme. The rules' metadata is the source of this page:`,
    "`node policy/write-documentation.ts`. By default, critical and high violations stop an operation, and the others are advisory.",
    "[policy/README.md](../../policy/README.md) shows how to use the pack.",
    "",
    "## Settings",
    "",
    "Settings are the configuration of the policy `settings` in the configuration file.",
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
    "Rules about existing resources: `make preview` checks its plan, and `policy/validate-plan.ts` any plan of the Pulumi CLI.",
    "",
    ...planRules.flatMap(ruleText),
  ]
    .join("\n")
    .trimEnd()
    .concat("\n");
}
