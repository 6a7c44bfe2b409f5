import { described, own } from "../policies.ts";
import type { EngineResource } from "../resource.ts";
import type { Rule, Severity } from "../rule.ts";
import type { Session, Violation } from "../session.ts";

export type Level = "advisory" | "mandatory" | "remediate" | "disabled";

/** What a run's configuration says of one policy. */
export interface PolicyConfiguration {
  readonly level: Level;
  readonly properties: unknown;
}

/** A violation under the name of its policy, as Pulumi's protocol has it. */
export interface Diagnostic {
  readonly policyName: string;
  readonly description: string;
  readonly message: string;
  readonly enforcementLevel: "advisory" | "mandatory";
  readonly severity?: Severity;
  /** The resource; the stack where there is none. */
  readonly urn?: string;
}

/** What the engine is told of one resource. */
export interface Analysis {
  readonly diagnostics: readonly Diagnostic[];
  /** Names of policies that judge nothing of its type; the same list for all resources of a type. */
  readonly notApplicable: readonly string[];
}

type Policy = (typeof own)[keyof typeof own] | ReturnType<typeof described>;

/**
 * Answers the engine: every resource before it is made, then the stack. `@pulumi/policy` would walk through all policies for each
 * resource, and prepare the resource (in a stack validation: every resource) anew for each; here all rules are applied at once.
 */
export class Analyzer {
  readonly #rules: readonly Rule[];
  readonly #session: Session;
  #levels: ReadonlyMap<string, Level> = new Map();
  #repairs = false;

  constructor(rules: readonly Rule[], session: Session) {
    this.#rules = rules;
    this.#session = session;
  }

  /**
   * Takes the configuration of the run, by policy.
   * @throws Error that names each setting that is wrong
   */
  configure(configuration: ReadonlyMap<string, PolicyConfiguration>): void {
    this.#levels = new Map([...configuration].map(([name, { level }]) => [name, level]));
    this.#repairs = [...this.#levels.values()].includes("remediate");
    this.#session.configure(configuration.get(own.settings.name)?.properties);
    this.#session.apply(this.#rules.filter((rule) => this.#level(described(rule)) !== "disabled"));
  }

  /** Whether a rule may repair what it finds. */
  get repairs(): boolean {
    return this.#repairs;
  }

  analyze(resource: EngineResource): Analysis {
    const { violations, notApplicable } = this.#session.examine(resource);
    return { diagnostics: violations.flatMap((violation) => this.#told(violation)), notApplicable };
  }

  /** Ends the run. */
  analyzeStack(resources: readonly EngineResource[]): readonly Diagnostic[] {
    const violations = this.#session.examineStack(resources);
    const faults = this.#session.exemptionFaults();
    const lines = this.#session.close();
    return [
      ...violations.flatMap((violation) => this.#told(violation)),
      ...faults.flatMap((fault) => this.#diagnostic(own.exemptions, fault)),
      ...(lines.length === 0 ? [] : this.#diagnostic(own.summary, lines.join("\n"))),
    ];
  }

  #told({ rule, message, urn }: Violation): readonly Diagnostic[] {
    return this.#diagnostic(described(rule), message, urn);
  }

  #level(policy: Policy): Level {
    return this.#levels.get(policy.name) ?? policy.enforcementLevel;
  }

  #diagnostic(policy: Policy, message: string, urn?: string): readonly Diagnostic[] {
    const level = this.#level(policy);
    if (level === "disabled") return [];
    return [
      {
        policyName: policy.name,
        description: policy.description,
        message: `${policy.description}\n${message}`,
        // the summary only informs, and what a repair did not put right stops the operation
        enforcementLevel:
          policy === own.summary ? "advisory" : level === "remediate" ? "mandatory" : level,
        ...("severity" in policy ? { severity: policy.severity } : {}),
        ...(urn === undefined ? {} : { urn }),
      },
    ];
  }
}
