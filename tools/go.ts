import { spawn } from "node:child_process";

const shownLines = 20;

/**
 * The environment of a build: the same result wherever it runs. No C compiler is needed, the
 * modules' go.sum are final, and a workspace or a cross-compilation of the user does not reach it.
 */
export function goEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const { GOOS: _os, GOARCH: _arch, ...rest } = env;
  const fixed = { CGO_ENABLED: "0", GOWORK: "off", GOFLAGS: "-buildvcs=false -mod=readonly" };
  // The compiler collects its garbage less often: a tenth of its time for half a gigabyte at the most.
  return { GOGC: "300", ...rest, ...fixed };
}

/**
 * Runs the go command in a module's folder. An interrupt of this process ends it too.
 *
 * @param temporary folder for its temporary files, @default the system's
 * @returns what it printed
 * @throws with the end of its error output, when it fails or is missing
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

/** @returns the folder of a module's sources in the module cache, downloaded when needed */
export async function moduleFolder(folder: string, module: string): Promise<string> {
  const answer = JSON.parse(await go(folder, ["mod", "download", "-json", module])) as {
    readonly Dir: string;
  };
  return answer.Dir;
}
