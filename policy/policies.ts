import type { Policies, ResourceValidationPolicy } from "@pulumi/policy";
import { z } from "zod";
import { canonical, matchesType } from "./resource.ts";
import type { ResourceRule, Rule, Severity } from "./rule.ts";
import type { Session } from "./session.ts";
import { settingsSchema } from "./settings.ts";
import { linkOf } from "./sources.ts";

/** What stops an operation unless the configuration says otherwise. */
const enforcement: Readonly<Record<Severity, "mandatory" | "advisory">> = {
  critical: "mandatory",
  high: "mandatory",
  medium: "advisory",
  low: "advisory",
};

/** What Pulumi shows of a rule. */
export const described = (rule: Rule) => ({
  name: rule.id,
  displayName: rule.title,
  description: `[${rule.severity}, ${rule.theme}] ${rule.title}`,
  severity: rule.severity,
  enforcementLevel: enforcement[rule.severity],
  remediationSteps: rule.remediation,
  tags: [rule.theme, ...rule.sources],
  url: linkOf(rule.sources),
});

/** Policies that are not rules: their configuration and reports are the pack's own. */
export const own = {
  settings: {
    name: "settings",
    description: "The settings of the pack are right",
    enforcementLevel: "mandatory",
  },
  exemptions: {
    name: "exemptions",
    description: "Each exemption is needed and has not expired",
    enforcementLevel: "mandatory",
  },
  /** It only informs. */
  summary: {
    name: "summary",
    description: "What the pack found, and what a preview leaves open",
    enforcementLevel: "advisory",
  },
} as const;

const configSchema = {
  properties: (z.toJSONSchema(settingsSchema, { io: "input" }).properties ?? {}) as Record<
    string,
    object
  >,
};

/** The library tells kinds of policy apart by their functions. It is not asked to judge: see `analyzer/service.ts`. */
const elsewhere = (): never => {
  throw new Error("the pack judges all rules at once: see policy/analyzer");
};

/** What a repair asks of the run. */
export type RepairRun = Pick<Session, "settings" | "isExempt">;

function repairOf(
  { id, repair, types }: ResourceRule,
  run: RepairRun,
): Pick<ResourceValidationPolicy, "remediateResource"> {
  if (repair === undefined) return {};
  return {
    remediateResource: (given) => {
      const { urn, name, props } = given;
      const type = canonical(given.type);
      if (!matchesType(type, types)) return given.notApplicable(`nothing of ${type} is repaired`);
      if (run.isExempt(id, { urn, type, name })) return undefined;
      return repair(props, run.settings, type) ? props : undefined;
    },
  };
}

/** The policies as the engine is told of them. Repairs are made by them; everything else by the pack's own analyzer. */
export const policiesOf = (rules: readonly Rule[], run: RepairRun): Policies => [
  { ...own.settings, configSchema, validateResource: elsewhere },
  ...rules.map((rule) =>
    rule.kind === "resource"
      ? { ...described(rule), validateResource: elsewhere, ...repairOf(rule, run) }
      : { ...described(rule), validateStack: elsewhere },
  ),
  { ...own.exemptions, validateStack: elsewhere },
  { ...own.summary, validateStack: elsewhere },
];
