import { type Day, ExemptionBook } from "./exemptions.ts";
import { Graph } from "./graph.ts";
import { merged } from "./inputs.ts";
import { messageOf } from "./message.ts";
import { planRules } from "./plan/rules.ts";
import { type EngineResource, membersOf, resourceOf, unwrapped } from "./resource.ts";
import type { Rule } from "./rule.ts";
import { isProtected, type Settings, settingsOf, stackOf } from "./settings.ts";
import { Tally } from "./summary.ts";
import { judgeResources, judgeStack, type Stage, type Verdict } from "./trial.ts";

/** A violation as the engine is told of it. */
export interface Violation {
  readonly message: string;
  readonly urn: string;
}

/** Verdicts of the rules that have something to say, by id. */
export type Examined = ReadonlyMap<string, Verdict>;

function verdicts(rules: readonly Rule[], judge: (rule: Rule) => Verdict | undefined): Examined {
  const all = new Map<string, Verdict>();
  for (const rule of rules) {
    const verdict = judge(rule);
    if (verdict !== undefined && verdict.findings.length + verdict.open.length > 0)
      all.set(rule.id, verdict);
  }
  return all;
}

/** One run of the engine, as the pack sees it: every resource before it is created, then the stack as a whole. */
export class Session {
  readonly #rules: ReadonlySet<string>;
  readonly #today: Day;
  readonly #inputs = new Map<string, Readonly<Record<string, unknown>>>();
  #given = "";
  #settings: Settings;
  #book: ExemptionBook;
  #tally = new Tally();
  #graph: { readonly of: unknown; readonly graph: Graph } | undefined;

  constructor(rules: readonly Rule[], today: Day) {
    this.#rules = new Set([...rules, ...planRules].map(({ id }) => id));
    this.#today = today;
    this.#settings = settingsOf({});
    this.#book = new ExemptionBook([], today);
  }

  get settings(): Settings {
    return this.#settings;
  }

  /**
   * Takes the settings of the run.
   * @throws Error that names each key that is wrong
   */
  configure(given: unknown): void {
    const text = JSON.stringify(given);
    if (text === this.#given) return;
    const settings = settingsOf(given);
    const strangers = settings.exemptions.flatMap(({ rule }, index) =>
      this.#rules.has(rule)
        ? []
        : `  settings.exemptions.${index}.rule: no rule has the id ${rule}`,
    );
    if (strangers.length > 0)
      throw new Error(`The policy pack's settings are wrong:\n${strangers.join("\n")}`);
    this.#given = text;
    this.#settings = settings;
    this.#book = new ExemptionBook(settings.exemptions, this.#today);
  }

  /** Remembers what the program says of a resource: see `merged`. */
  record(from: EngineResource): void {
    this.#inputs.set(from.urn, unwrapped(from.props));
  }

  /** What the rules say of one resource. */
  examine(rules: readonly Rule[], from: EngineResource): Examined {
    const members = membersOf(resourceOf(from));
    const stage = this.#stage(from.urn);
    return verdicts(rules, (rule) =>
      rule.kind === "resource" ? judgeResources(rule, members, stage) : undefined,
    );
  }

  /** What the rules say of the stack. */
  examineStack(rules: readonly Rule[], resources: readonly EngineResource[]): Examined {
    const stage = this.#stage(resources[0]?.urn ?? "");
    const graph = this.#graphOf(resources);
    return verdicts(rules, (rule) =>
      rule.kind === "stack" ? judgeStack(rule, graph, stage) : undefined,
    );
  }

  /** The violations of a rule that are not exempted. Counts them, and what is left open. */
  settle(rule: Rule, examined: Examined): readonly Violation[] {
    const { findings, open } = examined.get(rule.id) ?? { findings: [], open: [] };
    this.#tally.left(rule, open);
    return findings.flatMap((finding) => {
      const { owner } = finding.at;
      if (this.#book.exempts(rule.id, owner)) {
        this.#tally.exempted();
        return [];
      }
      this.#tally.violated(rule);
      return { message: messageOf(rule, finding), urn: owner.urn };
    });
  }

  /** What is wrong with the exemptions, when every rule has been applied. */
  exemptionFaults(): readonly string[] {
    // whether a plan needs its exemptions is not seen here
    return this.#book.faults(new Set([...this.#tally.open, ...planRules.map(({ id }) => id)]));
  }

  /** The run in a few lines; the next run starts anew. */
  close(): readonly string[] {
    const { lines } = this.#tally;
    this.#tally = new Tally();
    this.#book = new ExemptionBook(this.#settings.exemptions, this.#today);
    this.#inputs.clear();
    this.#graph = undefined;
    return lines;
  }

  #stage(urn: string): Stage {
    return { settings: this.#settings, guarded: isProtected(this.#settings, stackOf(urn)) };
  }

  /** The library makes new objects for each policy, around the same properties. */
  #graphOf(resources: readonly EngineResource[]): Graph {
    const [head] = resources;
    const of = head === undefined ? undefined : unwrapped(head.props);
    if (this.#graph?.of === of && this.#graph !== undefined) return this.#graph.graph;
    const graph = new Graph(
      resources.flatMap((from) => {
        const inputs = this.#inputs.get(from.urn);
        const props = merged(inputs, unwrapped(from.props));
        return membersOf(resourceOf({ ...from, props }, inputs));
      }),
    );
    this.#graph = { of, graph };
    return graph;
  }
}
