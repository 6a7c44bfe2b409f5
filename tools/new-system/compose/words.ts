/** Words of a command line in the form of a shell, without expansion. Undefined if only a shell can run it. */
export function shellWords(line: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < line.length; at += 1) {
    const letter = line.charAt(at);
    const next = line.charAt(at + 1);
    if (quote !== undefined && letter === quote) quote = undefined;
    else if (letter === "\\" && quote !== "'" && (quote === undefined || /["\\$`\n]/.test(next))) {
      // a backslash before a line break joins the lines
      if (next !== "\n") word = (word ?? "") + next;
      at += 1;
    } else if (quote === undefined && /["']/.test(letter)) {
      quote = letter;
      word ??= "";
    } else if (quote === undefined && /\s/.test(letter)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? "") + letter;
  }
  return word === undefined ? words : [...words, word];
}

/** Whether a line uses what only a shell understands: pipes, lists, redirections, variables, patterns. */
export function needsShell(line: string): boolean {
  return /[|&;<>`]|\$[A-Za-z_{(]/.test(line);
}

/** Words of `command`, `entrypoint` or a health check in either form. */
export function commandWords(value: unknown): readonly string[] | undefined {
  if (typeof value === "string") return shellWords(value);
  return Array.isArray(value) ? value.map(String) : undefined;
}

/** Seconds of a duration as Compose writes it: `1m30s`, `10s`, `500ms`; undefined if it is none. */
export function secondsOf(duration: unknown): number | undefined {
  const text = typeof duration === "number" ? `${duration}s` : duration;
  if (typeof text !== "string" || !/^(\d+(\.\d+)?(us|ms|s|m|h))+$/.test(text)) return undefined;
  const unit: Readonly<Record<string, number>> = { us: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };
  return [...text.matchAll(/([\d.]+)(us|ms|s|m|h)/g)].reduce(
    (sum, [, number, name = ""]) => sum + Number(number) * (unit[name] ?? 0),
    0,
  );
}

/** Memory of Compose (`512M`, `1g`, bytes) as whole MiB; undefined if it is none. */
export function mebibytesOf(value: unknown): number | undefined {
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?)\s*([bkmgt]?)i?b?$/i.exec(String(value)) ?? [];
  if (number === undefined) return undefined;
  const power = ["", "k", "m", "g", "t"].indexOf(unit.toLowerCase().replace("b", ""));
  return Math.max(1, Math.round((Number(number) * 1024 ** power) / 1024 ** 2));
}

/** A DNS label of a Compose name: `My_App` is `my-app`. */
export function labelOf(name: string): string {
  const label = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 52)
    .replace(/-+$/, "");
  return /^[a-z]/.test(label) ? label : `s-${label}`.replace(/-$/, "");
}
