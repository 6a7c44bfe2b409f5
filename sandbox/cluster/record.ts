import { randomBytes } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Layout } from "./layout.ts";
import type { Ports } from "./ports.ts";

/** What is remembered of a cluster between two runs. */
export interface ClusterRecord {
  /** Random, made with the data: it stands in the cluster too, and tells its own data from empty ones. */
  readonly id: string;
  readonly region: string;
  readonly ports: Ports;
  /** Of binaries and settings: another one means that the components have to be started again. */
  readonly fingerprint: string;
  /** False until the cluster was ready once: what is half-made is made anew. */
  readonly complete: boolean;
  /** Hash of the custom resource definitions that were applied. */
  readonly definitions?: string;
}

export const newId = (): string => randomBytes(6).toString("hex");

/** The record, or undefined when there is none or it cannot be read. */
export function readRecord(layout: Layout): ClusterRecord | undefined {
  try {
    const value: ClusterRecord = JSON.parse(readFileSync(layout.record, "utf8"));
    const ports = Object.values(value.ports);
    const whole =
      typeof value.id === "string" &&
      typeof value.region === "string" &&
      typeof value.fingerprint === "string" &&
      typeof value.complete === "boolean" &&
      ports.length === 6 &&
      ports.every((port) => Number.isInteger(port));
    return whole ? value : undefined;
  } catch {
    return undefined;
  }
}

export function writeFileWhole(path: string, content: string, mode = 0o600): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, content, { mode });
  renameSync(draft, path);
}

export const writeRecord = (layout: Layout, record: ClusterRecord): void =>
  writeFileWhole(layout.record, `${JSON.stringify(record, undefined, 2)}\n`);
