import { globPattern } from "./glob.ts";
import type { Owner } from "./value.ts";
import { type Exemption, shortestReason } from "./settings.ts";

/** A day as the settings write it: 2027-01-31. */
export type Day = string;

export const covers = (exemption: Exemption, rule: string, { urn, type, name }: Owner): boolean =>
  exemption.rule === rule &&
  [urn, type, name].some((text) => globPattern(exemption.resource).test(text));

/**
 * The reason by which a resource exempts itself from a rule: an annotation of a Kubernetes object, or a tag of an AWS resource. So a
 * part of a program brings its exemption with it.
 */
export function ownReason(
  rule: string,
  props: Readonly<Record<string, unknown>>,
): string | undefined {
  const metadata = objectIn(props, "metadata");
  const reason =
    objectIn(metadata, "annotations")[`exempt.hanok.dev/${rule}`] ??
    objectIn(props, "tags")[`hanok:exempt:${rule}`];
  return typeof reason === "string" && reason.length >= shortestReason ? reason : undefined;
}

function objectIn(
  props: Readonly<Record<string, unknown>>,
  key: string,
): Readonly<Record<string, unknown>> {
  const value = props[key];
  return typeof value === "object" && value !== null
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

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
   * @param known the resources of the run
   * @param isOpen whether it is open that a rule needs its exemption for these resources
   */
  issues(
    known: Iterable<Owner>,
    isOpen: (rule: string, covered: readonly Owner[]) => boolean,
  ): readonly string[] {
    const owners = [...known];
    return this.#exemptions.flatMap((exemption, index) => {
      const which = `settings.exemptions[${index}] (${exemption.rule} for ${exemption.resource})`;
      if (isExpired(exemption, this.#today))
        return `${which} expired on ${exemption.expires}: put the cause right, or give a new reason and day`;
      if (this.#used.has(exemption)) return [];
      const covered = owners.filter((owner) => covers(exemption, exemption.rule, owner));
      if (isOpen(exemption.rule, covered)) return [];
      if (covered.length === 0)
        return `${which} names no resource of the stack: remove it, or correct its resource`;
      return `${which} exempts nothing: remove it, or correct its rule or resource`;
    });
  }
}
