import { RunError } from "@pulumi/pulumi";

/** One thing that is wrong, where it stands, and what would be right. */
export interface ValidationIssue {
  /** Where: `hanok:cluster.kubeconfig`, `zipbob.services.edge.port`. */
  readonly key: string;
  /** What stands there; `undefined` where something is missing. */
  readonly value: unknown;
  /** Continues the sentence that the key begins: `is not an AWS region`. */
  readonly problem: string;
  /** A whole sentence. */
  readonly remedy: string;
}

/** Adds an issue about a key: `report("hanok:zones", zones, "is one zone", "Write two.")`. */
export type Report = (key: string, value: unknown, problem: string, remedy: string) => void;

/** Every issue that a check reports. */
export function collect(check: (report: Report) => void): readonly ValidationIssue[] {
  const issues: ValidationIssue[] = [];
  check((key, value, problem, remedy) => issues.push({ key, value, problem, remedy }));
  return issues;
}

/** Stands for a value that must not be shown. */
export const hidden: unique symbol = Symbol("[secret]");

/**
 * All issues of one run in one error. Pulumi prints the message of a RunError only, without a stack;
 * it is thrown before the first resource, so nothing was changed.
 */
export class ValidationError extends RunError {
  override readonly name = "ValidationError";
  readonly issues: readonly ValidationIssue[];

  constructor(issues: readonly ValidationIssue[]) {
    super(message(issues));
    this.issues = issues;
    // The user's mistake, so its place in the program says nothing. Pulumi's runner also inspects each uncaught error
    // with colours, and Node.js 20.20 loops there on a frame in `node_modules/@pulumi/resource.ts`, until memory ends.
    this.stack = `${this.name}: ${this.message}`;
  }
}

/** Throws all of them at once; returns when there are none. */
export function throwIfInvalid(issues: readonly [ValidationIssue, ...ValidationIssue[]]): never;
export function throwIfInvalid(issues: readonly ValidationIssue[]): void;
export function throwIfInvalid(issues: readonly ValidationIssue[]): void {
  if (issues.length > 0) throw new ValidationError(issues);
}

/** One issue in one line: `key = value — problem. Remedy.` */
export function issueLine({ key, value, problem, remedy }: ValidationIssue): string {
  const shown = value === undefined ? key : `${key} = ${show(key, value)}`;
  return `${shown} — ${problem}. ${remedy}`;
}

function message(issues: readonly ValidationIssue[]): string {
  const count = issues.length === 1 ? "1 setting is wrong" : `${issues.length} settings are wrong`;
  return [`${count}; nothing was changed:`, ...issues.map((issue) => `  ${issueLine(issue)}`)].join(
    "\n",
  );
}

/** Longest value that is shown whole. */
const longest = 80;

/**
 * A value in one short line. The values of an object are left out: what is below a key may be secret,
 * and an issue about it has a line of its own. Neither is the value of a key that sounds secret shown.
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

/** Whether a variable or key is named as what holds a secret: `DB_PASSWORD`, `API_KEY`, `vault_token`. */
export function isSecretName(name: string): boolean {
  return secretName.test(name.replace(/([a-z0-9])([A-Z])/g, "$1_$2"));
}
