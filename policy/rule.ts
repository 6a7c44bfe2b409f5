import type { Graph } from "./graph.ts";
import type { Resource } from "./resource.ts";
import type { Settings } from "./settings.ts";
import type { Value } from "./value.ts";

export type Severity = "low" | "medium" | "high" | "critical";

/** What a check says of one property. */
export interface Finding {
  /** The property that is wrong: its path, its value and whose it is. */
  readonly at: Value;
  /** What would be right, as the end of "…; it must …". */
  readonly right: string;
  /** How to change it, where the rule's own remedy says too little. */
  readonly change?: string;
}

/** What a check works with. */
export interface Trial {
  readonly settings: Settings;
  /** Whether the stack is production: see the setting `protected`. */
  readonly guarded: boolean;
  /** The property is wrong. `right` ends the sentence "… must …". */
  fail: (at: Value, right: string, change?: string) => void;
  /** Judges each item by itself, so that what is unknown of one hides nothing of another. */
  each: <T>(items: Iterable<T>, judge: (item: T) => void) => void;
}

export interface RuleBase {
  /** kebab-case; its name in Pulumi's output and configuration. */
  readonly id: string;
  readonly theme: string;
  readonly title: string;
  readonly severity: Severity;
  /** The same rule elsewhere: Checkov, cdk-nag, the Pod Security Standards, … */
  readonly sources: readonly string[];
  /** How to put it right. */
  readonly remediation: string;
}

/** Decided by one resource's inputs, before it is created. */
export interface ResourceRule extends RuleBase {
  readonly kind: "resource";
  /** Tokens that it judges; `*` stands for any version or kind. */
  readonly types: readonly string[];
  readonly check: (resource: Resource, trial: Trial) => void;
  /** A safe repair, made only where the rule's enforcement is `remediate`. Changes `props` in place, and says whether it did. */
  readonly repair?: (props: Record<string, unknown>, settings: Settings, type: string) => boolean;
}

/** Decided by the whole graph, after a preview or an update. */
export interface StackRule extends RuleBase {
  readonly kind: "stack";
  readonly check: (graph: Graph, trial: Trial) => void;
}

/**
 * Decided by the plan of a preview, because policies see what a program asks for and not what exists. Judged by
 * `make preview`, and of any other plan by `judge-plan.ts`.
 */
export interface PlanRule extends RuleBase {
  readonly kind: "plan";
  /** What the plan must not do to a resource that it guards. */
  readonly ops: readonly string[];
  /** Tokens that it guards. */
  readonly types: readonly string[];
  /** What the plan would do, as the end of "it would be …". */
  readonly fate: string;
}

export type Rule = ResourceRule | StackRule;

export const resourceRule = (rule: Omit<ResourceRule, "kind">): ResourceRule => ({
  kind: "resource",
  ...rule,
});

export const stackRule = (rule: Omit<StackRule, "kind">): StackRule => ({ kind: "stack", ...rule });
