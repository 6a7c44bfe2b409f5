import { globPattern } from "./glob.ts";
import type { Owner } from "./value.ts";
import type { Exemption } from "./settings.ts";

/** A day as the settings write it: 2027-01-31. */
export type Day = string;

export const covers = (exemption: Exemption, rule: string, { urn, type, name }: Owner): boolean =>
  exemption.rule === rule &&
  [urn, type, name].some((text) => globPattern(exemption.resource).test(text));

/** Whether its last day is over. */
export const isExpired = (exemption: Exemption, today: Day): boolean => exemption.expires < today;

/** Which exemptions were needed. */
export class ExemptionBook {
  readonly #exemptions: readonly Exemption[];
  readonly #today: Day;
  readonly #used = new Set<Exemption>();

  constructor(exemptions: readonly Exemption[], today: Day) {
    this.#exemptions = exemptions;
    this.#today = today;
  }

  /** Whether an exemption covers a rule and a resource. */
  holds(rule: string, owner: Owner): boolean {
    return this.#fitting(rule, owner).some((exemption) => !isExpired(exemption, this.#today));
  }

  /** Whether a finding is exempted. An expired exemption counts as needed, but exempts nothing. */
  exempts(rule: string, owner: Owner): boolean {
    for (const exemption of this.#fitting(rule, owner)) this.#used.add(exemption);
    return this.holds(rule, owner);
  }

  #fitting(rule: string, owner: Owner): readonly Exemption[] {
    return this.#exemptions.filter((exemption) => covers(exemption, rule, owner));
  }

  /**
   * The issues of the exemptions themselves, at the end of a run.
   * @param open rules that could not be decided: whether they need their exemptions is unknown
   */
  faults(open: ReadonlySet<string>): readonly string[] {
    return this.#exemptions.flatMap((exemption, index) => {
      const which = `settings.exemptions[${index}] (${exemption.rule} for ${exemption.resource})`;
      if (isExpired(exemption, this.#today))
        return `${which} expired on ${exemption.expires}: put the cause right, or give a new reason and day`;
      if (this.#used.has(exemption) || open.has(exemption.rule)) return [];
      return `${which} exempts nothing: remove it, or correct its rule or resource`;
    });
  }
}
