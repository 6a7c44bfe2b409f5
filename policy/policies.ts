import type { Policies, ReportViolation, ResourceValidationPolicy } from "@pulumi/policy";
import { z } from "zod";
import { canonical, matchesType } from "./resource.ts";
import type { ResourceRule, Rule, Severity, StackRule } from "./rule.ts";
import type { Examined, Session, Violation } from "./session.ts";
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
  description: `[${rule.severity}, ${rule.theme}] ${rule.title}`,
  severity: rule.severity,
  enforcementLevel: enforcement[rule.severity],
  remediationSteps: rule.remediation,
  tags: [rule.theme, ...rule.sources],
  url: linkOf(rule.sources),
});

const report = (violations: readonly Violation[], tell: ReportViolation): void => {
  for (const { message, urn } of violations) tell(message, urn);
};

function resourcePolicy(
  rule: ResourceRule,
  session: Session,
  examined?: Examined,
): Policies[number] {
  const { repair } = rule;
  const remediateResource: ResourceValidationPolicy["remediateResource"] = (args) =>
    repair !== undefined &&
    matchesType(canonical(args.type), rule.types) &&
    repair(args.props, session.settings, canonical(args.type))
      ? args.props
      : undefined;
  return {
    ...described(rule),
    validateResource: (args, tell) =>
      report(session.settle(rule, examined ?? session.examine([rule], args)), tell),
    ...(repair === undefined ? {} : { remediateResource }),
  };
}

const stackPolicy = (rule: StackRule, session: Session, examined?: Examined): Policies[number] => ({
  ...described(rule),
  validateStack: ({ resources }, tell) =>
    report(session.settle(rule, examined ?? session.examineStack([rule], resources)), tell),
});

const policyOf = (rule: Rule, session: Session, examined?: Examined): Policies[number] =>
  rule.kind === "resource"
    ? resourcePolicy(rule, session, examined)
    : stackPolicy(rule, session, examined);

const configSchema = {
  properties: (z.toJSONSchema(settingsSchema, { io: "input" }).properties ?? {}) as Record<
    string,
    object
  >,
};

/**
 * First of all policies: takes the settings, remembers each resource's inputs for the stack rules, and applies all
 * rules at once.
 */
const settingsPolicy = (
  rules: readonly Rule[],
  session: Session,
  done: (examined: Examined) => void,
): Policies[number] => {
  return {
    name: "settings",
    description: "The settings of the pack are right",
    enforcementLevel: "mandatory",
    configSchema,
    validateResource: (args) => {
      session.configure(args.getConfig());
      session.record(args);
      done(session.examine(rules, args));
    },
    validateStack: (args) => {
      session.configure(args.getConfig());
      done(session.examineStack(rules, args.resources));
    },
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

/** Last of all policies. It only informs. */
const summaryPolicy = (session: Session): Policies[number] => ({
  name: "summary",
  description: "What the pack found, and what a preview leaves open",
  enforcementLevel: "advisory",
  validateStack: (_args, tell) => {
    const lines = session.close();
    if (lines.length > 0) tell(lines.join("\n"));
  },
});

/**
 * The policies of a pack. The library walks through all of them for each resource, and prepares the resource (in a
 * stack validation: every resource) anew for each: its work grows with rules times resources. So a
 * walk that begins with `settings`, which applies all rules, goes on only to those that have something to say.
 */
class Walk extends Array<Policies[number]> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  readonly #rules: readonly Rule[];
  readonly #session: Session;

  constructor(rules: readonly Rule[], session: Session) {
    super();
    this.#rules = rules;
    this.#session = session;
    this.push(
      settingsPolicy(rules, session, () => undefined),
      ...rules.map((rule) => policyOf(rule, session)),
      exemptionsPolicy(session),
      summaryPolicy(session),
    );
  }

  override *[Symbol.iterator](): ArrayIterator<Policies[number]> {
    const walked: { examined?: Examined } = {};
    yield settingsPolicy(this.#rules, this.#session, (examined) => (walked.examined = examined));
    const { examined } = walked;
    for (const [index, rule] of this.#rules.entries()) {
      if (examined === undefined) yield this[index + 1] ?? policyOf(rule, this.#session);
      else if (examined.has(rule.id)) yield policyOf(rule, this.#session, examined);
    }
    yield exemptionsPolicy(this.#session);
    yield summaryPolicy(this.#session);
  }
}

/** The pack as Pulumi's policy runtime takes it. */
export const policiesOf = (rules: readonly Rule[], session: Session): Policies =>
  new Walk(rules, session);
