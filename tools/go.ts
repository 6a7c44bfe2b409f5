import { spawn } from "node:child_process";

const shownLines = 20;

/**
 * Environment of a build, which makes it reproducible. It needs no C compiler, does not change go.sum, and ignores the user's
 * workspace and cross-compilation settings.
 */
export function goEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const { GOOS: _os, GOARCH: _arch, ...rest } = env;
  const fixed = { CGO_ENABLED: "0", GOWORK: "off", GOFLAGS: "-buildvcs=false -mod=readonly" };
  // fewer garbage collections: a tenth less time for at most half a gigabyte
  return { GOGC: "300", ...rest, ...fixed };
}

/**
 * Runs the go command in a module's folder. An interrupt of this process also ends it.
 * @param temporary folder for its temporary files @default the system's
 * @returns its output
 * @throws Error with the end of its error output, if it fails or is not installed
 */
export async function go(
  folder: string,
  arguments_: readonly string[],
  temporary?: string,
): Promise<string> {
  const child = spawn("go", arguments_, {
    cwd: folder,
    env: { ...goEnvironment(), ...(temporary && { GOTMPDIR: temporary }) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  const pass = (signal: NodeJS.Signals) => {
    child.kill("SIGTERM");
    process.removeListener(signal, pass);
    process.kill(process.pid, signal);
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, pass);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject).on("close", resolve);
    });
    if (code === 0) return output;
    const lines = errors.split("\n").filter((line) => !line.startsWith("go: downloading"));
    throw new Error(
      `go ${arguments_[0]} failed in ${folder}:\n${lines.slice(-shownLines).join("\n")}`,
    );
  } finally {
    for (const signal of signals) process.removeListener(signal, pass);
  }
}

/** @returns the folder of a module's sources in the module cache; downloads it if necessary */
export async function moduleFolder(folder: string, module: string): Promise<string> {
  const answer = JSON.parse(await go(folder, ["mod", "download", "-json", module])) as {
    readonly Dir: string;
  };
  return answer.Dir;
}
