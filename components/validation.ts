import { RunError } from "@pulumi/pulumi";

/** An invalid value, with its key and the remedy. */
export interface ValidationIssue {
  /** `hanok:cluster.kubeconfig`, `zipbob.services.edge.port`. */
  readonly key: string;
  /** `undefined` if it is missing. */
  readonly value: unknown;
  /** Continues the key in the message: `is not an AWS region`. */
  readonly problem: string;
  /** A complete sentence. */
  readonly remedy: string;
  /** Where it is written, as `apps/shop/index.ts:42`. */
  readonly source?: string | undefined;
}

/** Reports an issue: `report("hanok:zones", zones, "is one zone", "Write two.")`. */
export type Report = (key: string, value: unknown, problem: string, remedy: string) => void;

/** Collects the issues that a check reports. */
export function collect(check: (report: Report) => void): readonly ValidationIssue[] {
  const issues: ValidationIssue[] = [];
  check((key, value, problem, remedy) => issues.push({ key, value, problem, remedy }));
  return issues;
}

/** Replaces a value that must not be shown. */
export const hidden: unique symbol = Symbol("[secret]");

/** Contains all issues of a run. Of a RunError, Pulumi prints only the message. */
export class ValidationError extends RunError {
  override readonly name = "ValidationError";
  readonly issues: readonly ValidationIssue[];

  /** @param isLate whether resources may have been created or changed before. @default false */
  constructor(issues: readonly ValidationIssue[], isLate = false) {
    super(message(issues, isLate));
    this.issues = issues;
    // A stack is useless for a user's mistake. Pulumi's runner also inspects uncaught errors with colours, and on a frame
    // in `node_modules/@pulumi/resource.ts` Node.js 20.20 loops until memory runs out.
    this.stack = `${this.name}: ${this.message}`;
  }
}

/** Throws one error with all issues, if there are any. */
export function throwIfInvalid(issues: readonly [ValidationIssue, ...ValidationIssue[]]): never;
export function throwIfInvalid(issues: readonly ValidationIssue[]): void;
export function throwIfInvalid(issues: readonly ValidationIssue[]): void {
  if (issues.length > 0) throw new ValidationError(issues);
}

/** As `throwIfInvalid`, for what is known only while resources are created: the error does not say that nothing was changed. */
export function throwIfInvalidLate(issues: readonly ValidationIssue[]): void {
  if (issues.length > 0) throw new ValidationError(issues, true);
}

/** An issue on one line: `source key = value — problem. Remedy.` */
export function issueLine({ key, value, problem, remedy, source }: ValidationIssue): string {
  const shown = value === undefined ? key : `${key} = ${show(key, value)}`;
  return `${source === undefined ? "" : `${source} `}${shown} — ${problem}. ${remedy}`;
}

function message(issues: readonly ValidationIssue[], isLate: boolean): string {
  const count = issues.length === 1 ? "1 setting is wrong" : `${issues.length} settings are wrong`;
  const changed = isLate ? "what was created before this stays" : "nothing was changed";
  return [`${count}; ${changed}:`, ...issues.map((issue) => `  ${issueLine(issue)}`)].join("\n");
}

/** Maximum length of a value in a message. */
const longest = 80;

/**
 * A value on one line. Of an object, only the keys are shown, because its values may be secret. The value of a key with a
 * secret's name is masked.
 */
function show(key: string, value: unknown): string {
  if (value === hidden) return "[secret]";
  if (isSecretName(key) && (typeof value === "string" || Array.isArray(value))) return "[secret]";
  if (typeof value === "string") return quote(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) {
    return value.every((item) => typeof item !== "object" || item === null)
      ? `[${cut(value.map((item) => (typeof item === "string" ? quote(item) : String(item))).join(", "))}]`
      : `[${value.length === 1 ? "1 item" : `${value.length} items`}]`;
  }
  if (typeof value === "object" && value !== null) return `{${cut(Object.keys(value).join(", "))}}`;
  return String(value);
}

function quote(text: string): string {
  return JSON.stringify(cut(text));
}

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

const secretName =
  /(^|[^a-z])(password|passwd|pwd|passphrase|secret|token|credentials?|(api|private|access|secret|encryption|signing|master)?[_-]?key)s?$/i;

/** Whether a variable or key has a secret's name: `DB_PASSWORD`, `API_KEY`, `vault_token`. */
export function isSecretName(name: string): boolean {
  return secretName.test(name.replace(/([a-z0-9])([A-Z])/g, "$1_$2"));
}
