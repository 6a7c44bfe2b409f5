/** One process as `ps` tells it. */
export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  /** Resident set size in KiB. */
  readonly rss: number;
}

/** Arguments of `ps` for `parseProcesses`; Linux and macOS know them. */
export const psArguments = ["-A", "-o", "pid=,ppid=,rss="] as const;

/** Rows of `ps`; what is none is left out. */
export function parseProcesses(text: string): readonly ProcessRow[] {
  return text.split("\n").flatMap((line) => {
    const [, pid, parent, rss] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s*$/.exec(line) ?? [];
    return pid === undefined
      ? []
      : [{ pid: Number(pid), parent: Number(parent), rss: Number(rss) }];
  });
}

/** A process and all below it, the process first. Those that are gone are left out. */
export function treeOf(rows: readonly ProcessRow[], root: number): readonly ProcessRow[] {
  const children = new Map<number, ProcessRow[]>();
  for (const row of rows) children.set(row.parent, [...(children.get(row.parent) ?? []), row]);
  const tree = new Set(rows.filter(({ pid }) => pid === root));
  // a set is walked in the order of its growth, and holds each process once
  for (const { pid } of tree) for (const child of children.get(pid) ?? []) tree.add(child);
  return [...tree];
}

/**
 * Resident memory of a process and all below it, in MiB. Pages that processes share are counted in each, as in every sum
 * of RSS; they are the same ones in the floor.
 */
export function treeMiB(rows: readonly ProcessRow[], root: number): number {
  return treeOf(rows, root).reduce((sum, { rss }) => sum + rss, 0) / 1024;
}
