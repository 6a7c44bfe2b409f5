import { readFileSync } from "node:fs";

/**
 * A file of facts has one entry a line, so that an entry is parsed without the thousand others: the provider reads
 * the facts at each start.
 */
export class FactsFile {
  readonly url: URL;
  private lines: ReadonlyMap<string, string> | undefined;
  private readonly read = new Map<string, unknown>();

  constructor(name: string) {
    this.url = new URL(name, import.meta.url);
  }

  /** The entry of a key, in the form that derive.ts gave it; undefined where there is none. */
  entry<Entry>(key: string): Entry | undefined {
    if (!this.read.has(key)) {
      const line = this.index().get(key);
      this.read.set(key, line === undefined ? undefined : JSON.parse(line));
    }
    return this.read.get(key) as Entry | undefined;
  }

  /** The keys of all entries, in order; only of those with the text in their line, where one is given. */
  keys(text = ""): string[] {
    return [...this.index()].filter(([, line]) => line.includes(text)).map(([key]) => key);
  }

  private index(): ReadonlyMap<string, string> {
    this.lines ??= new Map(
      readFileSync(this.url, "utf8")
        .split("\n")
        .slice(2, -3)
        .map((line) => {
          const end = line.indexOf('":');
          return [line.slice(1, end), line.slice(end + 2).replace(/,$/, "")];
        }),
    );
    return this.lines;
  }
}
