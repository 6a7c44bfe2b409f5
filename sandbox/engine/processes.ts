import { execFileSync } from "node:child_process";

/** One process of this machine. */
interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** The command line of a process, or undefined when there is none of that number. */
export function commandOf(pid: number): string | undefined {
  return list(["-p", String(pid)])[0]?.command;
}

/**
 * Ends the plugins that an engine which was killed left behind. They are told by their executable, which lies in
 * the sandbox's own folder, and by their parent, which is no engine any more.
 *
 * @returns how many there were
 */
export function endOrphans(bin: string): number {
  const processes = list(["-A"]);
  const engines = new Set(
    processes.filter(({ command }) => isOf(bin, "pulumi ", command)).map(({ pid }) => pid),
  );
  const orphans = processes.filter(
    ({ command, parent }) => isOf(bin, "pulumi-resource-", command) && !engines.has(parent),
  );
  for (const { pid } of orphans) {
    try {
      process.kill(pid, "SIGTERM");
    } catch {
      // it ended by itself meanwhile
    }
  }
  return orphans.length;
}

const isOf = (bin: string, executable: string, command: string) =>
  command.startsWith(`${bin}/${executable}`);

function list(selection: readonly string[]): readonly Process[] {
  try {
    const output = execFileSync("ps", [...selection, "-ww", "-o", "pid=,ppid=,args="], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return output.split("\n").flatMap((line) => {
      const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return command === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
    });
  } catch {
    // ps ends with 1 when the process is gone
    return [];
  }
}
