/** The guide whose code comes from `docs/examples`, relative to the project. */
export const guidePath = "docs/guides/service.md";
export const examplesPath = "docs/examples";

const marker = /^<!-- example: ([\w-]+)(?:#([\w-]+))? -->\n+(?:```ts\n[^]*?\n```\n)?/gm;

/** Examples that a page shows, as `topic` or `topic#region`. */
export function shownIn(page: string): readonly string[] {
  return [...page.matchAll(marker)].map(([, topic = "", region]) => idOf(topic, region));
}

/** Code of the marked regions of an example, by `topic` or `topic#region`. */
export function regionsOf(topic: string, source: string): Readonly<Record<string, string>> {
  const regions = source.matchAll(/^ *\/\/ guide(?:: ([\w-]+))?\n([^]*?)^ *\/\/ end\n/gm);
  return Object.fromEntries(
    [...regions].map(([, region, code = ""]) => [idOf(topic, region), dedent(code)]),
  );
}

const idOf = (topic: string, region: string | undefined): string =>
  region === undefined ? topic : `${topic}#${region}`;

function dedent(code: string): string {
  const lines = code.trimEnd().split("\n");
  const depths = lines.filter((line) => line !== "").map((line) => line.search(/\S/));
  return lines.map((line) => line.slice(Math.min(...depths))).join("\n");
}

/**
 * The guide with the code of each `<!-- example: topic#region -->` written below it.
 * @param read text of an example by its topic
 * @throws Error if an example does not have the region
 */
export function guidePage(page: string, read: (topic: string) => string): string {
  return page.replace(marker, (_, topic: string, region: string | undefined) => {
    const id = idOf(topic, region);
    const code = regionsOf(topic, read(topic))[id];
    if (code === undefined)
      throw new Error(
        `${guidePath} shows ${id}, but ${examplesPath}/${topic}.ts has no such region; ` +
          `write "// guide${region === undefined ? "" : `: ${region}`}" and "// end" around it`,
      );
    return `<!-- example: ${id} -->\n\n\`\`\`ts\n${code}\n\`\`\`\n`;
  });
}
