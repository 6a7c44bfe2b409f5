/** A process in the output of `ps`. */
export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  /** Resident set size in KiB. */
  readonly rss: number;
}

/** Arguments of `ps` for `parseProcesses` on Linux and macOS. */
export const psArguments = ["-A", "-o", "pid=,ppid=,rss="] as const;

/** Parses the output of `ps`; other lines are ignored. */
export function parseProcesses(text: string): readonly ProcessRow[] {
  return text.split("\n").flatMap((line) => {
    const [, pid, parent, rss] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s*$/.exec(line) ?? [];
    return pid === undefined
      ? []
      : [{ pid: Number(pid), parent: Number(parent), rss: Number(rss) }];
  });
}

/** A process tree, starting with its root. Processes that have ended are missing. */
export function treeOf(rows: readonly ProcessRow[], root: number): readonly ProcessRow[] {
  const children = new Map<number, ProcessRow[]>();
  for (const row of rows) children.set(row.parent, [...(children.get(row.parent) ?? []), row]);
  const tree = new Set(rows.filter(({ pid }) => pid === root));
  // a set is iterated while it grows, and contains each process once
  for (const { pid } of tree) for (const child of children.get(pid) ?? []) tree.add(child);
  return [...tree];
}

/**
 * Resident memory of a process tree in MiB. Shared pages count in each process, as in any sum of RSS, for our program and
 * the baseline alike.
 */
export function treeMiB(rows: readonly ProcessRow[], root: number): number {
  return treeOf(rows, root).reduce((sum, { rss }) => sum + rss, 0) / 1024;
}
