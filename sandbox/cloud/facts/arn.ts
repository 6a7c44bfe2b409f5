/** One position of a pattern: its accepted characters, and whether it may repeat or be absent. */
interface Token {
  readonly accepts: (other: Token) => boolean;
  readonly literal: string | undefined;
  readonly without: string;
  readonly star: boolean;
}

/**
 * Whether an ARN can match both a resource type's pattern (`arn:${Partition}:s3:::${BucketName}`) and a policy's (`arn:aws:s3:::hanok-*`).
 * A wildcard before the resource part does not match a colon. Source: IAM user guide, "Resource" element.
 * @param stops characters that the last variable does not match, because longer patterns continue with them
 */
export function arnMatches(pattern: string, arn: string, stops: string): boolean {
  const wanted = segments(pattern);
  const given = segments(arn);
  if (wanted.length !== given.length) return false;
  return wanted.every((segment, index) => {
    const last = index === wanted.length - 1;
    const tokens = ofPattern(segment, last ? stops : ":");
    const text = given[index] ?? "";
    // CloudWatch Logs appends `:*` to a log group's ARN
    const texts = last && stops.includes(":") ? [text, text.replace(/:\*$/, "")] : [text];
    return texts.some((one) => meet(tokens, ofArn(one)));
  });
}

/** `arn`, partition, service, region, account, and the rest with its colons. */
function segments(arn: string): string[] {
  const parts: string[] = [];
  let part = "";
  let depth = 0;
  for (const [index, character] of [...arn].entries()) {
    if (character === "{") depth += 1;
    if (character === "}") depth -= 1;
    if (character === ":" && depth === 0 && parts.length < 5) {
      parts.push(part);
      part = "";
    } else part += [...arn][index] ?? "";
  }
  return [...parts, part];
}

function ofPattern(segment: string, stops: string): Token[] {
  const pieces = segment.match(/\$\{[^}]*\}|[\s\S]/g) ?? [];
  const end = pieces.length - 1;
  return pieces.flatMap((piece, index) => {
    if (piece.length === 1) return piece === "*" ? [any("", true)] : [exactly(piece)];
    const without = index === end || stops === ":" ? stops : "";
    return [any(without, false), any(without, true)];
  });
}

function ofArn(segment: string): Token[] {
  return [...segment].map((character) => {
    if (character === "*") return any("", true);
    return character === "?" ? any("", false) : exactly(character);
  });
}

function exactly(character: string): Token {
  return {
    literal: character,
    without: "",
    star: false,
    accepts: (other) => other.literal === undefined || other.literal === character,
  };
}

function any(without: string, star: boolean): Token {
  return {
    literal: undefined,
    without,
    star,
    accepts: (other) => other.literal === undefined || !without.includes(other.literal),
  };
}

/** Whether two token lists match a common text: it searches all pairs of positions that both can reach. */
function meet(left: readonly Token[], right: readonly Token[]): boolean {
  const seen = new Set<number>();
  const open: [number, number][] = [[0, 0]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [i, j] = next;
    const key = i * (right.length + 1) + j;
    if (seen.has(key)) continue;
    seen.add(key);
    const a = left[i];
    const b = right[j];
    if (!a && !b) return true;
    if (a?.star) open.push([i + 1, j]);
    if (b?.star) open.push([i, j + 1]);
    if (a && b && a.accepts(b) && b.accepts(a)) {
      open.push([a.star ? i : i + 1, b.star ? j : j + 1]);
    }
  }
  return false;
}
