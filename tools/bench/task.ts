import type { PolicyPack } from "../../sandbox/engine/analyzer.ts";
import type { Place } from "./environment.ts";

/** The measured program, and the baseline. */
export const programs = ["flat", "hanok"] as const;
export type ProgramName = (typeof programs)[number];

/** Phases in order; `unchanged` is a preview after `up`. */
export const phases = ["preview", "up", "unchanged", "destroy"] as const;
export type Phase = (typeof phases)[number];

/** Arguments of an operation's process. */
export interface Task {
  readonly program: ProgramName;
  readonly operation: "preview" | "up" | "destroy";
  /** Project folder. */
  readonly workDir: string;
  readonly place: Place;
  /** Number of services. */
  readonly count: number;
  /** The baseline's resources as JSON. */
  readonly flatFile: string;
  /** Policy pack. @default none */
  readonly policy?: PolicyPack;
}

/** Whether a value is a task. */
export function isTask(value: unknown): value is Task {
  return typeof value === "object" && value !== null && "operation" in value && "place" in value;
}

/** The engine's operation for a phase. */
export function operationOf(phase: Phase): Task["operation"] {
  return phase === "unchanged" ? "preview" : phase;
}

/** Options of `node`: those in Pulumi.yaml for our program, none for the baseline. */
export function nodeArguments(program: ProgramName): readonly string[] {
  return program === "hanok" ? ["--import", "./preload.js"] : [];
}
