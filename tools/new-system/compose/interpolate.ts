/** Values of variables by name, from `.env` beside the Compose file. */
export type Variables = ReadonlyMap<string, string>;

/**
 * Replaces `$NAME`, `${NAME}`, `${NAME:-otherwise}`, `${NAME-otherwise}`, `${NAME:+instead}`, `${NAME+instead}` and
 * `${NAME:?message}`; `$$` is a plain `$` (https://docs.docker.com/reference/compose-file/interpolation/).
 * @param onMissing gets the names without a value, which become empty
 */
export function interpolate(
  text: string,
  variables: Variables,
  onMissing: (name: string) => void,
): string {
  let result = "";
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at);
    const plain = /^\$(?:\$|([A-Za-z_]\w*))/.exec(rest);
    const braced = /^\$\{([A-Za-z_]\w*)(:?[-+?])?/.exec(rest);
    if (plain) {
      const [whole, name] = plain;
      result += name === undefined ? "$" : valueOf(name, variables, onMissing);
      at += whole.length;
    } else if (braced) {
      const [whole, name = "", operator = ""] = braced;
      const end = closingBrace(rest, whole.length);
      const operand = rest.slice(whole.length, end);
      result += expand({ name, operator, operand }, variables, onMissing);
      at += end + 1;
    } else {
      result += text.charAt(at);
      at += 1;
    }
  }
  return result;
}

function valueOf(name: string, variables: Variables, onMissing: (name: string) => void): string {
  const value = variables.get(name);
  if (value === undefined) onMissing(name);
  return value ?? "";
}

/** Place of the brace that ends an expression. Operands may have expressions of their own. */
function closingBrace(text: string, from: number): number {
  for (let at = from, depth = 1; at < text.length; at += 1) {
    if (text.startsWith("${", at)) depth += 1;
    if (text[at] === "}") depth -= 1;
    if (depth === 0) return at;
  }
  return text.length;
}

function expand(
  { name, operator, operand }: { name: string; operator: string; operand: string },
  variables: Variables,
  onMissing: (name: string) => void,
): string {
  const value = variables.get(name);
  const isSet = value !== undefined && !(operator.startsWith(":") && value === "");
  switch (operator.at(-1)) {
    case "-":
      return isSet ? value : interpolate(operand, variables, onMissing);
    case "+":
      return isSet ? interpolate(operand, variables, onMissing) : "";
    default:
      return valueOf(name, variables, onMissing);
  }
}

/** Variables of an environment file: `NAME=value` with optional quotes, `#` comments and `export`. */
export function parseEnvFile(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [, name, raw = ""] =
      /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? [];
    if (name === undefined) continue;
    const quoted = /^(["'])(.*?)\1/.exec(raw);
    const value = quoted ? (quoted[2] ?? "") : raw.replace(/(^|\s)#.*$/, "").trim();
    found.set(name, quoted?.[1] === "'" ? value : interpolate(value, found, () => undefined));
  }
  return found;
}
