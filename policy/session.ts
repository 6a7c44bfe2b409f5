import { type Day, ExemptionBook } from "./exemptions.ts";
import { Graph } from "./graph.ts";
import { merged } from "./inputs.ts";
import { messageOf } from "./message.ts";
import { planRules } from "./plan/rules.ts";
import { type EngineResource, matchesType, membersOf, resourceOf } from "./resource.ts";
import type { ResourceRule, Rule, StackRule } from "./rule.ts";
import { isProtected, type Settings, settingsOf, stackOf } from "./settings.ts";
import { Tally } from "./summary.ts";
import type { Owner } from "./value.ts";
import { judgeResources, judgeStack, type Stage, type Verdict } from "./trial.ts";

/** A violation that is not exempted, as the engine is told of it. */
export interface Violation {
  readonly rule: Rule;
  readonly message: string;
  readonly urn: string;
}

/** What the rules say of one resource. */
export interface Examined {
  readonly violations: readonly Violation[];
  /** Ids of the rules for resources that judge nothing of its type; the same list for all resources of a type. */
  readonly notApplicable: readonly string[];
}

/** Which rules for resources judge a type, and which do not. */
interface Fitting {
  readonly rules: readonly ResourceRule[];
  readonly notApplicable: readonly string[];
}

/** One run of the engine, as the pack sees it: every resource before it is created, then the stack as a whole. */
export class Session {
  readonly #known: ReadonlySet<string>;
  readonly #today: Day;
  readonly #inputs = new Map<string, Readonly<Record<string, unknown>>>();
  #resourceRules: readonly ResourceRule[] = [];
  #stackRules: readonly StackRule[] = [];
  /** By the types of a resource's members. */
  #fitting = new Map<string, Fitting>();
  /** Rules that do not judge: nobody asks whether they need their exemptions. */
  #disabled: readonly string[] = [];
  #settings: Settings;
  #book: ExemptionBook;
  #tally = new Tally();

  constructor(rules: readonly Rule[], today: Day) {
    this.#known = new Set([...rules, ...planRules].map(({ id }) => id));
    this.#today = today;
    this.#settings = settingsOf({});
    this.#book = new ExemptionBook([], today);
    this.apply(rules);
  }

  get settings(): Settings {
    return this.#settings;
  }

  /** Whether a resource is left alone by a rule. */
  isExempt(rule: string, owner: Owner): boolean {
    return this.#book.holds(rule, owner);
  }

  /** Only these rules judge from now on. */
  apply(rules: readonly Rule[]): void {
    this.#resourceRules = rules.filter((rule) => rule.kind === "resource");
    this.#stackRules = rules.filter((rule) => rule.kind === "stack");
    this.#fitting = new Map();
    const applied = new Set(rules.map(({ id }) => id));
    this.#disabled = [...this.#known].filter((id) => !applied.has(id));
  }

  /**
   * Takes the settings of the run.
   * @throws Error that names each key that is wrong
   */
  configure(given: unknown): void {
    const settings = settingsOf(given);
    const strangers = settings.exemptions.flatMap(({ rule }, index) =>
      this.#known.has(rule)
        ? []
        : `  settings.exemptions.${index}.rule: no rule has the id ${rule}`,
    );
    if (strangers.length > 0)
      throw new Error(`The policy pack's settings are wrong:\n${strangers.join("\n")}`);
    this.#settings = settings;
    this.#book = new ExemptionBook(settings.exemptions, this.#today);
  }

  /** What the rules say of one resource. Remembers what the program says of it: see `merged`. */
  examine(from: EngineResource): Examined {
    this.#inputs.set(from.urn, from.props);
    const members = membersOf(resourceOf(from));
    const stage = this.#stage(from.urn);
    const { rules, notApplicable } = this.#fittingFor(members.map(({ type }) => type));
    const violations = rules.flatMap((rule) =>
      this.#settle(rule, judgeResources(rule, members, stage)),
    );
    return { violations, notApplicable };
  }

  /** The violations of the stack. */
  examineStack(resources: readonly EngineResource[]): readonly Violation[] {
    const stage = this.#stage(resources[0]?.urn ?? "");
    const graph = new Graph(
      resources.flatMap((from) => {
        const inputs = this.#inputs.get(from.urn);
        return membersOf(resourceOf({ ...from, props: merged(inputs, from.props) }, inputs));
      }),
    );
    return this.#stackRules.flatMap((rule) => this.#settle(rule, judgeStack(rule, graph, stage)));
  }

  /** What is wrong with the exemptions, when every rule has been applied. */
  exemptionFaults(): readonly string[] {
    // among the disabled are the rules for plans, which are judged elsewhere
    return this.#book.faults(new Set([...this.#tally.open, ...this.#disabled]));
  }

  /** The run in a few lines; the next run starts anew. */
  close(): readonly string[] {
    const { lines } = this.#tally;
    this.#tally = new Tally();
    this.#book = new ExemptionBook(this.#settings.exemptions, this.#today);
    this.#inputs.clear();
    return lines;
  }

  /** Counts what a verdict says, and leaves out what is exempted. */
  #settle(rule: Rule, { findings, open }: Verdict): readonly Violation[] {
    this.#tally.left(rule, open);
    return findings.flatMap((finding) => {
      const { owner } = finding.at;
      if (this.#book.exempts(rule.id, owner)) {
        this.#tally.exempted();
        return [];
      }
      this.#tally.violated(rule);
      return { rule, message: messageOf(rule, finding), urn: owner.urn };
    });
  }

  #fittingFor(types: readonly string[]): Fitting {
    const key = [...new Set(types)].join(" ");
    const known = this.#fitting.get(key);
    if (known !== undefined) return known;
    const judges = (rule: ResourceRule) => types.some((type) => matchesType(type, rule.types));
    const fitting = {
      rules: this.#resourceRules.filter(judges),
      notApplicable: this.#resourceRules.filter((rule) => !judges(rule)).map(({ id }) => id),
    };
    this.#fitting.set(key, fitting);
    return fitting;
  }

  #stage(urn: string): Stage {
    return { settings: this.#settings, guarded: isProtected(this.#settings, stackOf(urn)) };
  }
}
