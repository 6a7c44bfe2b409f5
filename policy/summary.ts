import type { Rule, Severity } from "./rule.ts";
import type { Undecided } from "./unknown.ts";

export const severities: readonly Severity[] = ["critical", "high", "medium", "low"];

/** The violations and the open questions of a run. */
export class Tally {
  readonly #violations: Rule[] = [];
  readonly #open = new Map<string, Map<string, string>>();
  #exempted = 0;

  violated(rule: Rule): void {
    this.#violations.push(rule);
  }

  exempted(): void {
    this.#exempted += 1;
  }

  left(rule: Rule, undecided: readonly Undecided[]): void {
    for (const { urn, path } of undecided) {
      const seen = this.#open.get(rule.id) ?? new Map<string, string>();
      seen.set(urn, path);
      this.#open.set(rule.id, seen);
    }
  }

  /** Whether a preview left a question of a rule open. @param urns of these resources. @default of any */
  leavesOpen(rule: string, urns?: ReadonlySet<string>): boolean {
    const open = [...(this.#open.get(rule)?.keys() ?? [])];
    return urns === undefined ? open.length > 0 : open.some((urn) => urns.has(urn));
  }

  /** Lines of the summary. Empty without violations, exemptions and open questions. */
  get lines(): readonly string[] {
    return [...this.#counts(), ...this.#undecided()];
  }

  #counts(): readonly string[] {
    const exempted = this.#exempted === 0 ? "" : `, ${this.#exempted} exempted`;
    if (this.#violations.length === 0)
      return this.#exempted === 0 ? [] : [`no violation${exempted}`];
    const bySeverity = severities.flatMap((severity) => {
      const group = this.#violations.filter((rule) => rule.severity === severity);
      if (group.length === 0) return [];
      const themes = new Map<string, number>();
      for (const { theme } of group) themes.set(theme, (themes.get(theme) ?? 0) + 1);
      const parts = [...themes].map(([theme, count]) => `${theme} ${count}`).join(", ");
      return `  ${severity}: ${group.length} (${parts})`;
    });
    return [`${this.#violations.length} violations${exempted}`, ...bySeverity];
  }

  #undecided(): readonly string[] {
    if (this.#open.size === 0) return [];
    return [
      "cannot be decided in a preview, and will be decided by the update:",
      ...[...this.#open].map(([rule, places]) => {
        const [[urn, path] = ["", ""]] = places;
        const name = urn.split("::").at(-1) ?? urn;
        const others = places.size > 1 ? ` and ${places.size - 1} more` : "";
        return `  ${rule}: ${path} of ${name}${others}`;
      }),
    ];
  }
}
