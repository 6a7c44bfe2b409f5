import { type Day, ExemptionBook, ownReason } from "./exemptions.ts";
import { Graph } from "./graph.ts";
import { merged } from "./inputs.ts";
import { messageOf } from "./message.ts";
import { planRules } from "./plan/rules.ts";
import {
  canonical,
  type EngineResource,
  matchesType,
  membersOf,
  type Resource,
  resourceOf,
} from "./resource.ts";
import type { ResourceRule, Rule, StackRule } from "./rule.ts";
import { isProtected, type Settings, settingsOf, stackOf } from "./settings.ts";
import { Tally } from "./summary.ts";
import type { Owner } from "./value.ts";
import { isUnknown } from "./unknown.ts";
import { validateResources, validateStack, type Stage, type Verdict } from "./trial.ts";

/** A violation without an exemption, as the engine gets it. */
export interface Violation {
  readonly message: string;
  readonly urn: string;
}

type Properties = EngineResource["props"];

/** One run of the engine: every resource before its creation, then the whole stack. */
export class Session {
  readonly #known: ReadonlySet<string>;
  readonly #today: Day;
  readonly #inputs = new Map<string, Properties>();
  /** The rules that the library applied in this run. It skips disabled ones. */
  readonly #applied = new Set<string>();
  readonly #owners = new Map<string, Owner>();
  /** The rules about single resources: an open question of one is about the resource that it names. */
  readonly #ofResources: ReadonlySet<string>;
  readonly #dryRun: boolean | undefined;
  #sawUnknown = false;
  #current: { readonly props: Properties; readonly members: readonly Resource[] } | undefined;
  #graph: { readonly of: Properties | undefined; readonly graph: Graph } | undefined;
  #given = "";
  #settings: Settings;
  #book: ExemptionBook;
  #tally = new Tally();

  /** @param dryRun whether the engine says that it runs a preview. @default it does not say */
  constructor(rules: readonly Rule[], today: Day, dryRun?: boolean) {
    this.#known = new Set([...rules, ...planRules].map(({ id }) => id));
    this.#ofResources = new Set(
      rules.filter(({ kind }) => kind === "resource").map(({ id }) => id),
    );
    this.#dryRun = dryRun;
    this.#today = today;
    this.#settings = settingsOf({});
    this.#book = new ExemptionBook([], today);
  }

  get settings(): Settings {
    return this.#settings;
  }

  /** Whether a resource is exempt from a rule, by the settings or by itself. */
  isExempt(rule: string, owner: Owner, props: Properties): boolean {
    return this.#book.holds(rule, owner) || this.#exemptsItself(rule, props);
  }

  #exemptsItself(rule: string, props: Properties | undefined): boolean {
    return (
      this.#settings.ownExemptions && props !== undefined && ownReason(rule, props) !== undefined
    );
  }

  /**
   * Sets the settings of the run. The same settings again change nothing.
   * @throws Error with each wrong key
   */
  configure(given: unknown): void {
    const text = JSON.stringify(given);
    if (text === this.#given) return;
    const settings = settingsOf(given);
    const strangers = settings.exemptions.flatMap(({ rule }, index) =>
      this.#known.has(rule)
        ? []
        : `  settings.exemptions.${index}.rule: no rule has the id ${rule}`,
    );
    if (strangers.length > 0)
      throw new Error(`The policy pack's settings are wrong:\n${strangers.join("\n")}`);
    this.#given = text;
    this.#applied.clear();
    this.#settings = settings;
    this.#book = new ExemptionBook(settings.exemptions, this.#today);
  }

  /**
   * Applies a rule to a resource and to the objects in it. Keeps the inputs for the rules of the stack: see `merged`.
   * @param props the properties of the resource. They are the same object for each rule
   * @returns the violations, or undefined if the rule does not apply to the type
   */
  validateResource(
    rule: ResourceRule,
    props: Properties,
    resource: () => EngineResource,
  ): readonly Violation[] | undefined {
    this.#applied.add(rule.id);
    if (this.#current?.props !== props) this.#take(props, resource());
    const members = this.#current?.members ?? [];
    const [first, ...others] = members.filter(({ type }) => matchesType(type, rule.types));
    if (first === undefined) return undefined;
    return this.#report(rule, validateResources(rule, [first, ...others], this.#stage(first.urn)));
  }

  /**
   * Applies a rule to the whole stack.
   * @param first the properties of the first resource. They are the same object for each rule of a run
   */
  validateStack(
    rule: StackRule,
    first: Properties | undefined,
    resources: () => readonly EngineResource[],
  ): readonly Violation[] {
    this.#applied.add(rule.id);
    if (this.#graph === undefined || this.#graph.of !== first)
      this.#graph = { of: first, graph: this.#graphOf(resources()) };
    const { graph } = this.#graph;
    return this.#report(
      rule,
      validateStack(rule, graph, this.#stage(graph.resources[0]?.urn ?? "")),
    );
  }

  /** The issues of the exemptions, after all rules. */
  exemptionIssues(): readonly string[] {
    return this.#book.issues(this.#owners.values(), (rule, covered) => {
      // a disabled rule, and a rule about plans, cannot tell whether it needs its exemptions
      if (!this.#applied.has(rule)) return true;
      if (covered.length === 0) return false;
      const urns = new Set(covered.map(({ urn }) => urn));
      return this.#tally.leavesOpen(rule, this.#ofResources.has(rule) ? urns : undefined);
    });
  }

  /**
   * Whether the run is a preview: what the engine says, or else whether something in it is not known yet. It does not say so where a
   * language host runs the pack (sdk/go/common/resource/plugin/analyzer_plugin.go of pulumi/pulumi).
   */
  get isPreview(): boolean {
    return this.#dryRun ?? this.#sawUnknown;
  }

  /** Ends the run. @returns its summary in a few lines */
  close(): readonly string[] {
    const { lines } = this.#tally;
    this.#tally = new Tally();
    this.#book = new ExemptionBook(this.#settings.exemptions, this.#today);
    this.#inputs.clear();
    this.#owners.clear();
    this.#sawUnknown = false;
    this.#applied.clear();
    this.#current = undefined;
    this.#graph = undefined;
    return lines;
  }

  /** Counts the findings of a verdict, and drops the exempted ones. */
  #report(rule: Rule, { findings, open }: Verdict): readonly Violation[] {
    this.#tally.left(rule, open);
    return findings.flatMap((finding) => {
      const { owner } = finding.at;
      const isExempt =
        this.#book.exempts(rule.id, owner) ||
        this.#exemptsItself(rule.id, this.#inputs.get(owner.urn));
      if (isExempt) {
        this.#tally.exempted();
        return [];
      }
      this.#tally.violated(rule);
      return { message: messageOf(rule, finding), urn: owner.urn };
    });
  }

  #take(props: Properties, from: EngineResource): void {
    this.#inputs.set(from.urn, props);
    this.#know(from);
    this.#current = { props, members: membersOf(resourceOf(from)) };
  }

  #know({ urn, type, name }: EngineResource): void {
    this.#owners.set(urn, { urn, type: canonical(type), name });
  }

  #graphOf(resources: readonly EngineResource[]): Graph {
    this.#sawUnknown = resources.some(({ props }) => isUnknown(props["id"]));
    return new Graph(
      resources.flatMap((from) => {
        this.#know(from);
        const inputs = this.#inputs.get(from.urn);
        return membersOf(resourceOf({ ...from, props: merged(inputs, from.props) }, inputs));
      }),
    );
  }

  #stage(urn: string): Stage {
    return { settings: this.#settings, guarded: isProtected(this.#settings, stackOf(urn)) };
  }
}
