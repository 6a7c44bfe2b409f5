import { randomBytes } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Layout } from "./layout.ts";
import type { Ports } from "./ports.ts";

/** Information about a cluster that is kept between runs. */
export interface ClusterRecord {
  /** Random ID. It is also stored in the cluster, to recognise the cluster's own data. */
  readonly id: string;
  readonly region: string;
  readonly ports: Ports;
  /** Hash of binaries and settings; a change requires a restart of the components. */
  readonly fingerprint: string;
  /** Whether the cluster has been ready once; otherwise it is created again. */
  readonly complete: boolean;
  /** Hash of the CRDs that were applied. */
  readonly crds?: string;
}

export const newId = (): string => randomBytes(6).toString("hex");

/** The record; undefined if it is missing or unreadable. */
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
