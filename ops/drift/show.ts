import type { Json } from "./json.ts";

/** Maximum printed characters of a value. */
const longest = 80;

/** Field names whose value may be a secret. */
const secretNames =
  /(pass(word|wd|phrase)?|secret|token|credential|private|api[-_]?key|access[-_]?key|connection[-_]?string|auth)/i;

/** Whether a value must not be printed: data of a Secret, a secret in the state, or a field with a secret's name. */
export function isSecret(
  kind: string,
  path: string,
  marked: readonly string[],
  values: readonly (Json | undefined)[],
): boolean {
  if (kind === "Secret" && /^(data|stringData)\b/.test(path)) return true;
  if (marked.some((secret) => path.startsWith(secret) || secret.startsWith(`${path}.`)))
    return true;
  // a boolean or the name of a Secret is not secret
  if (values.every((value) => typeof value === "boolean" || isNone(value))) return false;
  return (
    secretNames.test(path) && !/(secretName|secretRef|secretKeyRef|imagePullSecrets)\b/.test(path)
  );
}

const isNone = (value: Json | undefined) => value === undefined || value === null;

/** A value on one line, truncated if long. */
export function shown(value: Json | undefined): string | undefined {
  if (isNone(value)) return undefined;
  const text = typeof value === "string" && isPlain(value) ? value : JSON.stringify(value);
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

const isPlain = (text: string) => /^[^\s"]+( [^\s"]+)*$/.test(text);
