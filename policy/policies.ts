import type {
  Policies,
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { z } from "zod";
import { canonical, type EngineResource, matchesType } from "./resource.ts";
import type { ResourceRule, Rule, Severity, StackRule } from "./rule.ts";
import type { Session } from "./session.ts";
import { settingsSchema } from "./settings.ts";
import { linkOf } from "./sources.ts";

/** The default enforcement level: critical and high rules stop an operation. */
const enforcement: Readonly<Record<Severity, "mandatory" | "advisory">> = {
  critical: "mandatory",
  high: "mandatory",
  medium: "advisory",
  low: "advisory",
};

/** The metadata of a rule for Pulumi. */
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

/** The policies that are not rules, but configure the pack and report about it. */
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
  /** It never stops an operation. */
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

function repairOf(
  { id, repair, types }: ResourceRule,
  session: Session,
): Pick<ResourceValidationPolicy, "remediateResource"> {
  if (repair === undefined) return {};
  return {
    remediateResource: (given) => {
      const { urn, name, props } = given;
      const type = canonical(given.type);
      if (!matchesType(type, types)) return given.notApplicable(`nothing of ${type} is repaired`);
      if (session.isExempt(id, { urn, type, name }, props)) return undefined;
      return repair(props, session.settings, type) ? props : undefined;
    },
  };
}

let cached: unknown;

/** The library's error for a rule that does not apply. It is cached: creating an error costs more than most rules. */
function notApplicable(args: ResourceValidationArgs): unknown {
  try {
    return (cached ??= args.notApplicable());
  } catch (error) {
    return (cached = error);
  }
}

const resourcePolicy = (rule: ResourceRule, session: Session): ResourceValidationPolicy => ({
  ...described(rule),
  validateResource: (args, reportViolation) => {
    const violations = session.validateResource(rule, args.props, () => fromArguments(args));
    if (violations === undefined) throw notApplicable(args);
    for (const { message, urn } of violations) reportViolation(message, urn);
  },
  ...repairOf(rule, session),
});

const stackPolicy = (rule: StackRule, session: Session): StackValidationPolicy => ({
  ...described(rule),
  validateStack: ({ resources }, reportViolation) => {
    const violations = session.validateStack(rule, resources[0]?.props, () =>
      resources.map(fromStack),
    );
    for (const { message, urn } of violations) reportViolation(message, urn);
  },
});

function fromArguments(from: ResourceValidationArgs): EngineResource {
  const { urn, type, name, props, opts, provider } = from;
  return {
    ...{ urn, type, name, props, protect: opts.protect, propertyDependencies: {} },
    ...(opts.parent === undefined ? {} : { parent: opts.parent }),
    ...(provider === undefined ? {} : { provider }),
  };
}

function fromStack(from: PolicyResource): EngineResource {
  const { urn, type, name, props, opts, parent, provider } = from;
  return {
    ...{ urn, type, name, props, protect: opts.protect },
    ...(parent === undefined ? {} : { parent: parent.urn }),
    ...(provider === undefined ? {} : { provider }),
    propertyDependencies: Object.fromEntries(
      Object.entries(from.propertyDependencies).map(([key, uses]) => [
        key,
        uses.map((resource) => resource.urn),
      ]),
    ),
  };
}

/** Reports that stay advisory under any configuration. The library accepts a violation with a level, and its types lack it. */
const advising =
  (report: (message: string) => void) =>
  (message: string): void => {
    Reflect.apply(report, undefined, [{ message, enforcementLevel: "advisory" }]);
  };

/** The policies of the pack, in the order in which the library applies them. */
export const policiesOf = (rules: readonly Rule[], session: Session): Policies => [
  {
    ...own.settings,
    configSchema,
    validateResource: (args) => session.configure(args.getConfig()),
  },
  ...rules.map((rule) =>
    rule.kind === "resource" ? resourcePolicy(rule, session) : stackPolicy(rule, session),
  ),
  {
    ...own.exemptions,
    validateStack: (_args, reportViolation) => {
      // an update names what it cannot take back: everything is made by then
      const report = session.isPreview ? reportViolation : advising(reportViolation);
      session.exemptionIssues().forEach((issue) => report(issue));
    },
  },
  {
    ...own.summary,
    validateStack: (_args, reportViolation) => {
      const lines = session.close();
      if (lines.length === 0) return;
      advising(reportViolation)([own.summary.description, ...lines].join("\n"));
    },
  },
];
