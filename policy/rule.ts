import type { Graph } from "./graph.ts";
import type { Resource } from "./resource.ts";
import type { Settings } from "./settings.ts";
import type { Value } from "./value.ts";

export type Severity = "low" | "medium" | "high" | "critical";

/** One finding of a check, about one property. */
export interface Finding {
  /** The wrong property: its path, its value and its resource. */
  readonly at: Value;
  /** The requirement, as the end of "…; it must …". */
  readonly right: string;
  /** How to change it. @default the rule's remediation */
  readonly change?: string;
}

/** The arguments of a check besides the resource or the graph. */
export interface Trial {
  readonly settings: Settings;
  /** Whether the stack is production: see the setting `protected`. */
  readonly guarded: boolean;
  /** Reports a wrong property. `right` ends the sentence "… must …". */
  fail: (at: Value, right: string, change?: string) => void;
  /** Checks each item on its own, so that an unknown value of one item does not hide a finding in another. */
  each: <T>(items: Iterable<T>, check: (item: T) => void) => void;
}

export interface RuleBase {
  /** kebab-case; its name in Pulumi's output and configuration. */
  readonly id: string;
  readonly theme: string;
  readonly title: string;
  readonly severity: Severity;
  /** The same rule elsewhere: Checkov, cdk-nag, the Pod Security Standards, … */
  readonly sources: readonly string[];
  /** How to fix a violation. */
  readonly remediation: string;
}

/** A rule about the inputs of one resource, checked before its creation. */
export interface ResourceRule extends RuleBase {
  readonly kind: "resource";
  /** Tokens that the rule applies to. `*` matches any version or kind. */
  readonly types: readonly string[];
  readonly check: (resource: Resource, trial: Trial) => void;
  /** A safe repair, for the enforcement level `remediate`. It changes `props` in place, and returns whether it did. */
  readonly repair?: (props: Record<string, unknown>, settings: Settings, type: string) => boolean;
}

/** A rule about the whole graph, checked after a preview or an update. */
export interface StackRule extends RuleBase {
  readonly kind: "stack";
  readonly check: (graph: Graph, trial: Trial) => void;
}

/**
 * A rule about the plan of a preview: policies see the resources of the program, and not what exists.
 * `make preview` checks it, and `validate-plan.ts` checks any other plan.
 */
export interface PlanRule extends RuleBase {
  readonly kind: "plan";
  /** The operations that the plan must not do to a guarded resource. */
  readonly ops: readonly string[];
  /** Tokens of the guarded resources. */
  readonly types: readonly string[];
  /** The operation, as the end of "it would be …". */
  readonly fate: string;
}

export type Rule = ResourceRule | StackRule;

export const resourceRule = (rule: Omit<ResourceRule, "kind">): ResourceRule => ({
  kind: "resource",
  ...rule,
});

export const stackRule = (rule: Omit<StackRule, "kind">): StackRule => ({ kind: "stack", ...rule });
