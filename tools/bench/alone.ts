import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { repository } from "../../sandbox/engine/paths.ts";
import type { Share } from "./report.ts";
import { parseSaid, type Said } from "./said.ts";
import type { BenchSandbox } from "./sandbox.ts";
import { flatFileOf } from "./series.ts";
import { nodeArguments, type ProgramName, type Task } from "./task.ts";

/** Timeout of a program in milliseconds. */
const bound = 300_000;

function say(
  program: ProgramName,
  script: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Said {
  const command = [...nodeArguments(program), join(repository, "tools/bench", script), ...args];
  const options = { cwd: repository, env, encoding: "utf8", timeout: bound } as const;
  const { stdout, stderr } = spawnSync(process.execPath, command, options);
  try {
    return parseSaid(stdout);
  } catch (error) {
    throw new Error(`tools/bench/${script}: ${String(error)}\n${stderr.slice(-2000)}`, {
      cause: error,
    });
  }
}

/** Program start of the local stack, each time in a new process. */
export function programStarts(rounds: number, { env, place }: BenchSandbox): readonly Said[] {
  const config = JSON.stringify({
    "hanok:cluster": JSON.stringify({
      kind: "existing",
      kubeconfig: place.kubeconfig,
      identifier: "hanok-bench",
    }),
    "hanok:charts": JSON.stringify({ kind: "folder", path: place.charts }),
  });
  return Array.from({ length: rounds }, () =>
    say("hanok", "start.ts", [], { ...env, HANOK_BENCH_CONFIG: config }),
  );
}

/** The program's own share at one size, with the baseline's. */
export async function ownShare(count: number, sandbox: BenchSandbox): Promise<Share> {
  const { flatFile } = await flatFileOf(count, sandbox);
  const { home, place, env } = sandbox;
  const of = (program: ProgramName): Said => {
    const workDir = join(home, "project");
    const task: Task = { program, operation: "preview", workDir, place, count, flatFile };
    return say(program, "share.ts", [JSON.stringify(task)], env);
  };
  return { count, flat: of("flat"), hanok: of("hanok") };
}
