import { readFileSync } from "node:fs";

/** Reads a file of facts. It has one entry a line, so that one entry can be parsed alone: the provider reads facts at each start. */
export class FactsFile {
  readonly url: URL;
  private lines: ReadonlyMap<string, string> | undefined;
  private readonly read = new Map<string, unknown>();

  constructor(name: string) {
    this.url = new URL(name, import.meta.url);
  }

  /** The parsed entry of a key; undefined if there is none. */
  entry<Entry>(key: string): Entry | undefined {
    if (!this.read.has(key)) {
      const line = this.index().get(key);
      this.read.set(key, line === undefined ? undefined : JSON.parse(line));
    }
    return this.read.get(key) as Entry | undefined;
  }

  /** Keys of all entries in order, or only of those whose line contains the text. */
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
