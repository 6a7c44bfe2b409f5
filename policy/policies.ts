import type { Policies, ReportViolation, ResourceValidationPolicy } from "@pulumi/policy";
import { z } from "zod";
import { canonical, matchesType } from "./resource.ts";
import type { ResourceRule, Rule, Severity, StackRule } from "./rule.ts";
import type { Session, Violation } from "./session.ts";
import { settingsSchema } from "./settings.ts";
import { linkOf } from "./sources.ts";

/** Names of the policies that are not rules: their configuration and reports are the pack's own. */
export const reserved = ["settings", "exemptions", "summary"] as const;

/** What stops an operation unless the configuration says otherwise. */
const enforcement: Readonly<Record<Severity, "mandatory" | "advisory">> = {
  critical: "mandatory",
  high: "mandatory",
  medium: "advisory",
  low: "advisory",
};

const described = (rule: Rule) => ({
  name: rule.id,
  displayName: rule.title,
  description: `[${rule.severity}] ${rule.title}`,
  severity: rule.severity,
  enforcementLevel: enforcement[rule.severity],
  remediationSteps: rule.remediation,
  tags: [rule.theme, ...rule.sources],
  url: linkOf(rule.sources),
});

const report = (violations: readonly Violation[], tell: ReportViolation): void => {
  for (const { message, urn } of violations) tell(message, urn);
};

const resourcePolicy = (rule: ResourceRule, session: Session): ResourceValidationPolicy => {
  const { repair } = rule;
  return {
    ...described(rule),
    validateResource: (args, tell) => {
      if (matchesType(canonical(args.type), rule.types)) report(session.judge(rule, args), tell);
    },
    ...(repair === undefined
      ? {}
      : {
          remediateResource: (args) => {
            if (!matchesType(canonical(args.type), rule.types)) return undefined;
            return repair(args.props, session.settings) ? args.props : undefined;
          },
        }),
  };
};

const stackPolicy = (rule: StackRule, session: Session): Policies[number] => ({
  ...described(rule),
  validateStack: ({ resources }, tell) => report(session.judgeStack(rule, resources), tell),
});

/** First of all policies: takes the settings, and remembers each resource's inputs for the stack rules. */
const settingsPolicy = (session: Session): Policies[number] => {
  const { properties } = z.toJSONSchema(settingsSchema, { io: "input" });
  return {
    name: "settings",
    description: "The settings of the pack are right",
    enforcementLevel: "mandatory",
    configSchema: { properties: (properties ?? {}) as Record<string, object> },
    validateResource: (args) => {
      session.configure(args.getConfig());
      session.record(args);
    },
    validateStack: (args) => session.configure(args.getConfig()),
  };
};

const exemptionsPolicy = (session: Session): Policies[number] => ({
  name: "exemptions",
  description: "Each exemption is needed and has not expired",
  enforcementLevel: "mandatory",
  validateStack: (_args, tell) => {
    for (const fault of session.exemptionFaults()) tell(fault);
  },
});

/** Last of all policies. It only informs, whatever level is set. */
const summaryPolicy = (session: Session): Policies[number] => ({
  name: "summary",
  description: "What the pack found, and what a preview leaves open",
  enforcementLevel: "advisory",
  validateStack: (_args, tell) => {
    const lines = session.close();
    if (lines.length > 0) tell(lines.join("\n"));
  },
});

/** The pack as Pulumi's policy runtime takes it. */
export const policiesOf = (rules: readonly Rule[], session: Session): Policies => [
  settingsPolicy(session),
  ...rules.map((rule) =>
    rule.kind === "resource" ? resourcePolicy(rule, session) : stackPolicy(rule, session),
  ),
  exemptionsPolicy(session),
  summaryPolicy(session),
];
