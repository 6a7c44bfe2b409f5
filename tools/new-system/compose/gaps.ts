/** How sure the translation is: `guess` may be wrong, `todo` needs a decision, `left` is not in the system. */
export type GapKind = "todo" | "guess" | "left";

export interface Gap {
  readonly kind: GapKind;
  /** Service of the Compose file, or undefined for the file as a whole. */
  readonly service: string | undefined;
  /** A complete sentence without the service's name. Never has a value that may be a secret. */
  readonly text: string;
}

/** Collects what a person has to look at. */
export class Gaps {
  readonly all: Gap[] = [];

  add(kind: GapKind, service: string | undefined, text: string): void {
    if (!this.all.some((gap) => gap.service === service && gap.text === text))
      this.all.push({ kind, service, text });
  }
}

const headings: readonly (readonly [GapKind, string])[] = [
  ["todo", "To decide"],
  ["guess", "Guessed"],
  ["left", "Left out"],
];

/** Gaps as Markdown, grouped by kind; services with the same sentence share a line. */
export function gapsText(gaps: readonly Gap[]): string {
  return headings
    .flatMap(([kind, heading]) => {
      const services = new Map<string, string[]>();
      for (const gap of gaps.filter((one) => one.kind === kind)) {
        const named = gap.service === undefined ? [] : [`\`${gap.service}\``];
        services.set(gap.text, [...(services.get(gap.text) ?? []), ...named]);
      }
      const lines = [...services].map(([text, named]) =>
        named.length === 0 ? `- ${text}` : `- ${named.join(", ")}: ${text}`,
      );
      return lines.length === 0 ? [] : [`## ${heading}`, "", ...lines.sort(), ""];
    })
    .join("\n");
}
