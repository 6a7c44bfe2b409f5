import { readFileSync } from "node:fs";

/** Reads a file of facts on the first call only: a start of the provider needs few of them. */
export function lazily<Content>(name: string): () => Content {
  let content: Content | undefined;
  return () => {
    content ??= JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8")) as Content;
    return content;
  };
}
