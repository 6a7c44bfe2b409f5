import type { Graph } from "./graph.ts";
import type { Resource } from "./resource.ts";
import { matchesType } from "./resource.ts";
import type { Finding, ResourceRule, Rule, StackRule, Trial } from "./rule.ts";
import type { Settings } from "./settings.ts";
import { Undecided } from "./unknown.ts";

/** What one rule says of one resource, or of the graph. */
export interface Verdict {
  readonly findings: readonly Finding[];
  /** What it could not decide in a preview. */
  readonly open: readonly Undecided[];
}

/** What holds for the whole stack. */
export interface Stage {
  readonly settings: Settings;
  /** Whether the stack is production. */
  readonly guarded: boolean;
}

/** Collects the verdict of a check. What is unknown ends the item that needs it, not the check. */
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
    each: (items, judge) => {
      for (const item of items) attempt(() => judge(item));
    },
  };
  attempt(() => check(trial));
  return { findings, open };
}

const nothing: Verdict = { findings: [], open: [] };

/** What a rule says of a resource, and of what is in it. */
export function judgeResources(
  rule: ResourceRule,
  resources: readonly Resource[],
  stage: Stage,
): Verdict {
  const judged = resources.filter(({ type }) => matchesType(type, rule.types));
  const [first] = judged;
  if (first === undefined) return nothing;
  return told(rule, first.urn, () =>
    verdictOf(stage, (trial) => trial.each(judged, (resource) => rule.check(resource, trial))),
  );
}

export const judgeStack = (rule: StackRule, graph: Graph, stage: Stage): Verdict =>
  told(rule, "the stack", () => verdictOf(stage, (trial) => rule.check(graph, trial)));

/** A rule that breaks says which it is, and on what: the engine tells nobody. */
function told(rule: Rule, what: string, judge: () => Verdict): Verdict {
  try {
    return judge();
  } catch (cause) {
    throw new Error(`the rule ${rule.id} broke on ${what}: ${String(cause)}`, { cause });
  }
}
