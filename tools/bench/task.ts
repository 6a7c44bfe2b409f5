import type { PolicyPack } from "../../sandbox/engine/analyzer.ts";
import type { Place } from "./environment.ts";

/** The program under test, and the floor. */
export const programs = ["flat", "hanok"] as const;
export type ProgramName = (typeof programs)[number];

/** What is measured, in the order in which it is run; `unchanged` is the preview after `up`. */
export const phases = ["preview", "up", "unchanged", "destroy"] as const;
export type Phase = (typeof phases)[number];

/** One operation, as its process is told. */
export interface Task {
  readonly program: ProgramName;
  readonly operation: "preview" | "up" | "destroy";
  /** Folder of the project. */
  readonly workDir: string;
  readonly place: Place;
  /** Services. */
  readonly count: number;
  /** The floor's resources as JSON. */
  readonly flatFile: string;
  /** The policy pack that judges it. @default none */
  readonly policy?: PolicyPack;
}

/** Whether a process was told a task, and not started by hand. */
export function isTask(value: unknown): value is Task {
  return typeof value === "object" && value !== null && "operation" in value && "place" in value;
}

/** The engine's operation in a phase. */
export function operationOf(phase: Phase): Task["operation"] {
  return phase === "unchanged" ? "preview" : phase;
}

/** Options of `node`: for our program those of Pulumi.yaml, for the floor none. */
export function nodeArguments(program: ProgramName): readonly string[] {
  return program === "hanok" ? ["--import", "./preload.js"] : [];
}
