import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { EngineResource } from "../../policy/resource.ts";
import type { Rule, Severity } from "../../policy/rule.ts";
import { rules } from "../../policy/rules.ts";
import { Session, type Violation } from "../../policy/session.ts";
import type { Exemption } from "../../policy/settings.ts";
import { severities } from "../../policy/summary.ts";
import { decode } from "../../policy/wire.ts";
import { awsOutputs } from "../mocks/aws.ts";
import { root } from "../mocks/program.ts";
import type { Recorded } from "../mocks/recorder.ts";

/** One violation of a rule. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly title: string;
  readonly message: string;
}

/** What the policy pack says about a stack. */
export interface Verdict {
  /** The gravest first. */
  readonly findings: readonly Finding[];
  readonly rules: number;
  readonly exemptions: readonly Exemption[];
}

/** The pack's settings of a stack: `stacks/policy.<stack>.json`. */
function settingsOf(stack: string): object {
  const file = [`policy.${stack}.sandbox.json`, `policy.${stack}.json`]
    .map((name) => join(root, "stacks", name))
    .find((path) => existsSync(path));
  if (file === undefined) return {};
  const { settings = {} } = JSON.parse(readFileSync(file, "utf8")) as { settings?: object };
  return settings;
}

/** Runs every rule of the pack over recorded resources, in the order of the engine: each resource, then the stack. */
export function verdictOf(stack: string, recorded: readonly Recorded[], today: string): Verdict {
  const session = new Session(rules, today);
  session.configure(settingsOf(stack));
  const inputs = recorded.map((one) => resourceOf(stack, one, one.inputs));
  const outputs = recorded.map((one) =>
    resourceOf(stack, one, { ...awsOutputs(one), id: `${one.name}-id`, ...one.inputs }),
  );
  const told = (rule: Rule, violations: readonly Violation[] = []): readonly Finding[] =>
    violations.map(({ message }) => {
      const { id, severity, title } = rule;
      return { rule: id, severity, title, message };
    });
  const alone = inputs.flatMap((resource) =>
    rules.flatMap((rule) =>
      rule.kind === "resource"
        ? told(
            rule,
            session.validateResource(rule, resource.props, () => resource),
          )
        : [],
    ),
  );
  const together = rules.flatMap((rule) =>
    rule.kind === "stack"
      ? told(
          rule,
          session.validateStack(rule, outputs[0]?.props, () => outputs),
        )
      : [],
  );
  const findings = [...alone, ...together];
  return {
    findings: severities.flatMap((severity) => findings.filter((one) => one.severity === severity)),
    rules: rules.length,
    exemptions: session.settings.exemptions,
  };
}

const resourceOf = (
  stack: string,
  { identity, type, name, protect = false }: Recorded,
  properties: Readonly<Record<string, unknown>>,
): EngineResource => ({
  urn: `urn:pulumi:${stack}::hanok::${identity}`,
  type,
  name,
  props: decode(properties),
  protect,
  propertyDependencies: {},
});
