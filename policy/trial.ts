import type { Graph } from "./graph.ts";
import type { Resource } from "./resource.ts";
import type { Finding, ResourceRule, Rule, StackRule, Trial } from "./rule.ts";
import type { Settings } from "./settings.ts";
import { Undecided } from "./unknown.ts";

/** The result of one rule for one resource, or for the graph. */
export interface Verdict {
  readonly findings: readonly Finding[];
  /** Questions that a preview could not decide. */
  readonly open: readonly Undecided[];
}

/** Facts about the whole stack. */
export interface Stage {
  readonly settings: Settings;
  /** Whether the stack is production. */
  readonly guarded: boolean;
}

/** Collects the verdict of a check. An unknown value ends the check of one item, and not the whole check. */
function verdictOf(stage: Stage, check: (trial: Trial) => void): Verdict {
  const findings: Finding[] = [];
  const open: Undecided[] = [];
  const attempt = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof Undecided)) throw error;
      open.push(error);
    }
  };
  const trial: Trial = {
    ...stage,
    fail: (at, right, change) =>
      findings.push({ at, right, ...(change === undefined ? {} : { change }) }),
    each: (items, check) => {
      for (const item of items) attempt(() => check(item));
    },
  };
  attempt(() => check(trial));
  return { findings, open };
}

/** Applies a rule to a resource and to the objects in it. All of them have a type of the rule. */
export const validateResources = (
  rule: ResourceRule,
  resources: readonly [Resource, ...Resource[]],
  stage: Stage,
): Verdict =>
  told(rule, resources[0].urn, () =>
    verdictOf(stage, (trial) => trial.each(resources, (resource) => rule.check(resource, trial))),
  );

export const validateStack = (rule: StackRule, graph: Graph, stage: Stage): Verdict =>
  told(rule, "the stack", () => verdictOf(stage, (trial) => rule.check(graph, trial)));

/** Adds the rule and the resource to the error of a rule that throws: the engine does not report them. */
function told(rule: Rule, what: string, verdict: () => Verdict): Verdict {
  try {
    return verdict();
  } catch (cause) {
    throw new Error(`the rule ${rule.id} broke on ${what}: ${String(cause)}`, { cause });
  }
}
