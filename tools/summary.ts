import type { Tool, Way } from "./tool.ts";

const phrases: Readonly<Record<Way, string>> = {
  path: "on this machine already",
  cached: "from an earlier run",
  download: "downloaded",
  built: "built",
};

/** One line for each way, with its tools; for existing tools only their number. */
export function summary(tools: readonly Tool[]): readonly string[] {
  const lines = new Map<string, string[]>();
  for (const { name, version, way, path } of tools) {
    const phrase = way === "download" && path === undefined ? "left to kwokctl" : phrases[way];
    const where = way === "path" ? ` (${path})` : "";
    lines.set(phrase, [...(lines.get(phrase) ?? []), `${name} ${version}${where}`]);
  }
  return [...lines].map(([phrase, names]) =>
    phrase === phrases.cached
      ? `tools: ${names.length} ${phrase}`
      : `${phrase}: ${names.join(", ")}`,
  );
}
