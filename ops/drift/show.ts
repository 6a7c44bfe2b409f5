import type { Json } from "./json.ts";

/** Characters of a value that are printed, at most. */
const longest = 80;

/** Names whose value may be a secret, wherever they stand. */
const telling =
  /(pass(word|wd|phrase)?|secret|token|credential|private|api[-_]?key|access[-_]?key|connection[-_]?string|auth)/i;

/** Whether a value must not be printed: it is data of a Secret, marked as secret in the state, or its name tells. */
export function isSecret(
  kind: string,
  path: string,
  marked: readonly string[],
  values: readonly (Json | undefined)[],
): boolean {
  if (kind === "Secret" && /^(data|stringData)\b/.test(path)) return true;
  if (marked.some((secret) => path.startsWith(secret) || secret.startsWith(`${path}.`)))
    return true;
  // neither is a switch, nor the name of a Secret
  if (values.every((value) => typeof value === "boolean" || isNone(value))) return false;
  return telling.test(path) && !/(secretName|secretRef|secretKeyRef|imagePullSecrets)\b/.test(path);
}

const isNone = (value: Json | undefined) => value === undefined || value === null;

/** A value on one line, cut where it is long. */
export function shown(value: Json | undefined): string | undefined {
  if (isNone(value)) return undefined;
  const text = typeof value === "string" && isPlain(value) ? value : JSON.stringify(value);
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

const isPlain = (text: string) => /^[^\s"]+( [^\s"]+)*$/.test(text);
