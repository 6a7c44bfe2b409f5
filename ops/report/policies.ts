import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ownReason } from "../../policy/exemptions.ts";
import type { EngineResource } from "../../policy/resource.ts";
import type { Rule, Severity } from "../../policy/rule.ts";
import { rules } from "../../policy/rules.ts";
import { Session, type Violation } from "../../policy/session.ts";
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

/** A resource that a rule does not hold for. */
export interface Exempted {
  readonly rule: string;
  readonly resource: string;
  readonly reason: string;
  /** Last day; none for an exemption that a resource brings with it. */
  readonly expires?: string;
}

/** What the policy pack says about a stack. */
export interface Verdict {
  /** The gravest first. */
  readonly findings: readonly Finding[];
  readonly rules: number;
  /** Those of the pack's settings, and those that resources bring with them. */
  readonly exemptions: readonly Exempted[];
}

/** The pack's settings of a stack: `stacks/policy.<stack>.json`. */
function settingsOf(stack: string): object {
  const file = join(root, "stacks", `policy.${stack}.json`);
  if (!existsSync(file)) return {};
  const { settings = {} } = JSON.parse(readFileSync(file, "utf8")) as { settings?: object };
  return settings;
}

/** Runs every rule of the pack over recorded resources, in the order of the engine: each resource, then the stack. */
export function verdictOf(stack: string, recorded: readonly Recorded[], today: string): Verdict {
  const session = new Session(rules, today);
  session.configure(settingsOf(stack));
  const inputs = recorded.map((one) => resourceOf(stack, one, one.sealed ?? one.inputs));
  const outputs = recorded.map((one) =>
    resourceOf(stack, one, {
      ...awsOutputs(one),
      id: `${one.name}-id`,
      ...(one.sealed ?? one.inputs),
    }),
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
    exemptions: [...session.settings.exemptions, ...recorded.flatMap(ownExemptions)],
  };
}

const ownExemptions = ({ name, inputs }: Recorded): readonly Exempted[] =>
  rules.flatMap(({ id }) => {
    const reason = ownReason(id, inputs);
    return reason === undefined ? [] : [{ rule: id, resource: name, reason }];
  });

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
