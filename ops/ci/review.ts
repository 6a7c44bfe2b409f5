import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation/index.js";
import { planRules } from "../../policy/plan/rules.ts";
import { stepOf } from "../../policy/plan/steps.ts";
import { isBroken } from "../../policy/plan/validate.ts";
import { canonical } from "../../policy/resource.ts";
import { collectFailures, type Failure } from "../../sandbox/engine/failures.ts";
import { shortName } from "../../sandbox/engine/pending.ts";
import { type Violation, violationsIn } from "../../sandbox/engine/violations.ts";

/** What a plan does to one resource, the gravest first. */
export const fates = ["replaced", "deleted", "created", "updated"] as const;
export type Fate = (typeof fates)[number];

/** One resource that a plan changes. */
export interface Change {
  readonly urn: string;
  /** `Instance zipbob-mariadb`. */
  readonly name: string;
  /** Type token, `aws:rds/instance:Instance`. */
  readonly type: string;
  readonly fate: Fate;
  /** Changed inputs; of a replacement, those that cause it. Values are left out, because they may be secret. */
  readonly inputs: readonly string[];
  /** Whether its content is lost with it, as that of a database. */
  readonly losesData: boolean;
}

/** Price of the platform in US dollars a month; undefined if a side is unknown. */
export interface Price {
  readonly before?: number;
  readonly after?: number;
}

/** A preview of one stack, as a reviewer reads it. */
export interface Review {
  readonly stack: string;
  readonly failures: readonly Failure[];
  readonly violations: readonly Violation[];
  /** By fate and name. */
  readonly changes: readonly Change[];
  readonly unchanged: number;
  readonly price: Price;
}

/**
 * Reads the file of `pulumi preview --event-log`: one JSON document a line.
 * @throws Error for a line that is not JSON
 */
export function eventsIn(text: string): readonly EngineEvent[] {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line, index): EngineEvent => {
      try {
        const event: EngineEvent = JSON.parse(line);
        return event;
      } catch {
        throw new Error(`line ${index + 1} of the event log is not JSON`);
      }
    });
}

/** Reviews the events of a preview. */
export function reviewOf(stack: string, events: readonly EngineEvent[]): Review {
  const steps = events.flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata ?? []);
  const changes = new Map<string, Change>();
  for (const step of steps) {
    const change = changeOf(step);
    if (change === undefined) continue;
    const known = changes.get(step.urn);
    // a replacement has up to three steps, and some of them lack the causes
    if (known === undefined || gravity(change) < gravity(known)) changes.set(step.urn, change);
    else if (known.inputs.length === 0) changes.set(step.urn, { ...known, inputs: change.inputs });
  }
  return {
    stack,
    failures: collectFailures(events),
    violations: violationsIn(events),
    changes: [...changes.values()].toSorted(
      (one, other) =>
        Number(other.losesData) - Number(one.losesData) ||
        gravity(one) - gravity(other) ||
        one.name.localeCompare(other.name, "en"),
    ),
    unchanged: new Set(steps.filter(({ op }) => op === "same").map(({ urn }) => urn)).size,
    price: priceIn(events),
  };
}

const gravity = ({ fate }: Change): number => fates.indexOf(fate);

const fateOf: Readonly<Record<string, Fate>> = {
  ...{ replace: "replaced", "create-replacement": "replaced", "delete-replaced": "replaced" },
  ...{ "import-replacement": "replaced", "discard-replaced": "replaced" },
  ...{
    delete: "deleted",
    discard: "deleted",
    create: "created",
    import: "created",
    update: "updated",
  },
};

function changeOf(step: StepEventMetadata): Change | undefined {
  const fate = fateOf[step.op];
  // providers and the stack itself are not what a reviewer looks for
  if (fate === undefined || /^pulumi:(providers:|pulumi:Stack$)/.test(step.type)) return undefined;
  const planned = stepOf(step);
  const type = canonical(step.type);
  const paths = Object.keys(step.detailedDiff ?? {});
  const updated = paths.length > 0 ? paths : (step.diffs ?? []);
  return {
    urn: step.urn,
    name: shortName(step.urn),
    type,
    fate,
    inputs: fate === "replaced" ? (planned?.causes ?? []) : fate === "updated" ? updated : [],
    losesData: planned !== undefined && planRules.some((rule) => isBroken(rule, planned)),
  };
}

/** Reads the price from the stack's outputs, `cluster.fixedMonthlyUsd`, before and after. */
function priceIn(events: readonly EngineEvent[]): Price {
  const stack = events.findLast(
    ({ resOutputsEvent }) => resOutputsEvent?.metadata.type === "pulumi:pulumi:Stack",
  )?.resOutputsEvent?.metadata;
  const [before, after] = [usdIn(stack?.old?.outputs), usdIn(stack?.new?.outputs)];
  return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

function usdIn(outputs: unknown): number | undefined {
  const cluster = at(outputs, "cluster");
  const usd = at(cluster, "fixedMonthlyUsd");
  return typeof usd === "number" ? usd : undefined;
}

const at = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
