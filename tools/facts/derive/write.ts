import { existsSync, readFileSync, writeFileSync } from "node:fs";

export interface Heading {
  /** Package and version, or the maintainer of the file. */
  readonly source: readonly string[];
  /** Date of the newest data in the sources. */
  readonly date: string;
}

/** Formats a fact file: the heading, then one line for each entry, sorted by key. */
export function render(
  heading: Heading,
  name: string,
  table: Readonly<Record<string, object>>,
): string {
  const lines = Object.entries(table)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
  const { source, date } = heading;
  const first = `{"source":${JSON.stringify(source)},"date":"${date}",`;
  return `${first}\n${JSON.stringify(name)}:{\n${lines.join(",\n")}\n}\n}\n`;
}

/** Writes the files, or compares them. */
export class Output {
  readonly check: boolean;
  readonly different: string[] = [];

  constructor(check: boolean) {
    this.check = check;
  }

  put(file: URL, text: string): void {
    if (!this.check) writeFileSync(file, text);
    else if (!existsSync(file) || readFileSync(file, "utf8") !== text) {
      this.different.push(file.pathname);
    }
  }
}
