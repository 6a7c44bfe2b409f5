import { isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml";

/** An error of the settings at the line that causes it. */
export interface Annotation {
  /** Line from 1; undefined if the file does not have the key. */
  readonly line?: number;
  /** `hanok:cluster.version`. */
  readonly key: string;
  readonly message: string;
}

/**
 * The issues of the settings in an error message, each with its line in the stack's file.
 * @param messages texts of a failed run; an issue is a line `hanok:<key> = <value> — <problem>. <remedy>`
 * @param yaml content of `Pulumi.<stack>.yaml`
 */
export function annotationsOf(messages: readonly string[], yaml: string): readonly Annotation[] {
  const lines = new LineCounter();
  const { contents } = parseDocument(yaml, { lineCounter: lines });
  const issue = /^\s+([\w-]+:[\w.[\]"-]+?)(?: = .*?)? — (.*)$/;
  return messages
    .flatMap((message) => message.split("\n"))
    .flatMap((text) => {
      const [, key, message] = issue.exec(text) ?? [];
      if (key === undefined || message === undefined) return [];
      const offset = offsetOf(contents, key);
      return [
        { key, message, ...(offset === undefined ? {} : { line: lines.linePos(offset).line }) },
      ];
    });
}

/** Position of the deepest part of a key that the file has. */
function offsetOf(contents: unknown, key: string): number | undefined {
  const [setting = "", ...rest] = [...key.matchAll(/\["([^"]+)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(
    ([, quoted, index, name]) => quoted ?? index ?? name ?? "",
  );
  let node = below(contents, "config")?.value;
  let found: number | undefined;
  for (const step of [setting, ...rest]) {
    const next = below(node, step);
    if (next === undefined) return found;
    found = next.offset;
    node = next.value;
  }
  return found;
}

function below(node: unknown, step: string): { value: unknown; offset: number } | undefined {
  if (isSeq(node)) {
    const item: unknown = node.items[Number(step)];
    return isScalar(item) || isMap(item)
      ? { value: item, offset: item.range?.[0] ?? 0 }
      : undefined;
  }
  if (!isMap(node)) return undefined;
  for (const { key, value } of node.items)
    if (isScalar(key) && (key.source === step || key.value === step))
      return { value, offset: key.range?.[0] ?? 0 };
  return undefined;
}

/**
 * An annotation as a workflow command, which GitHub shows beside the line.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function commandOf(file: string, { line, key, message }: Annotation): string {
  const place = line === undefined ? "" : `,line=${line}`;
  return `::error file=${property(file)}${place},title=${property(key)}::${data(message)}`;
}

const data = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
