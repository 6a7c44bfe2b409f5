/** A fault to inject. */
export type FaultKind = "error" | "throttle" | "timeout" | "die-after";

interface FaultRule {
  readonly type: string;
  readonly operation: Operation;
  readonly count: number;
  readonly kind: FaultKind;
}

const operations = ["create", "read", "update", "delete"] as const;
export type Operation = (typeof operations)[number];
const kinds: readonly string[] = ["error", "throttle", "timeout", "die-after"];

/** Default number of retries of the AWS provider, `max_retries`. */
const attempts = 25;

/** The fault of one call, and the number of throttled attempts before it. */
export interface Fate {
  readonly kind: "error" | "timeout" | "die-after" | "throttled" | undefined;
  readonly throttled: number;
}

/** The faults that `FAULT` requests. Calls are counted in this process. */
export class FaultInjector {
  private readonly rules: readonly FaultRule[];
  private readonly calls = new Map<FaultRule, number>();

  /** @throws Error with the grammar if the text is invalid */
  constructor(text: string | undefined) {
    this.rules = (text ?? "")
      .split(";")
      .map((part) => part.trim())
      .filter((part) => part !== "")
      .map(parse);
  }

  /** Counts a call. A throttled call is repeated at once, as often as the provider would. */
  next(type: string, operation: Operation): Fate {
    let throttled = 0;
    let kind: Fate["kind"];
    for (const rule of this.rules) {
      if (rule.type !== type || rule.operation !== operation) continue;
      const call = (this.calls.get(rule) ?? 0) + 1;
      this.calls.set(rule, call);
      if (rule.kind === "throttle") {
        if (call > 1) continue;
        throttled = rule.count;
        if (throttled >= attempts) kind = "throttled";
      } else if (call === rule.count) kind = rule.kind;
    }
    return { kind, throttled };
  }
}

function parse(text: string): FaultRule {
  const [type = "", operation = "", ...rest] = text.split(/\s+/);
  const [count, kind, ...more] = /^\d+$/.test(rest[0] ?? "") ? rest : ["1", ...rest];
  const isFine =
    /^aws:[\w/]+:\w+$/.test(type) &&
    isOperation(operation) &&
    Number(count) > 0 &&
    (kind === undefined || isKind(kind)) &&
    more.length === 0;
  if (isFine && isOperation(operation))
    return {
      type,
      operation,
      count: Number(count),
      kind: kind !== undefined && isKind(kind) ? kind : "error",
    };
  throw new Error(
    `FAULT: "${text}" cannot be read; write "<type> <operation> [<number>] [<kind>]", several joined by ";", ` +
      `e.g. FAULT="aws:ec2/natGateway:NatGateway create 2"; operations: ${operations.join(", ")}; ` +
      `kinds: ${kinds.join(", ")} (of throttle the number is how many calls are answered so; of others, which call fails)`,
  );
}

function isOperation(word: string): word is Operation {
  return operations.some((one) => one === word);
}

function isKind(word: string): word is FaultKind {
  return kinds.includes(word);
}
