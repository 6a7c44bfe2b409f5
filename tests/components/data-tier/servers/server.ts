import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Context } from "mocha";
import { anyUser } from "../../../../components/workload/security.ts";

interface User {
  readonly uid?: number;
  readonly gid?: number;
}

/** `nobody`: some servers refuse to run as root. */
const nobody = 65534;
const isRoot = process.getuid?.() === 0;
/** A user without an entry in /etc/passwd, as in a pod, where the tests may switch users. */
export const userOfPods: User = isRoot ? { uid: anyUser, gid: anyUser } : {};
/** Options that make a child run as `nobody` when the tests run as root. */
export const unprivileged: User = isRoot ? { uid: nobody, gid: nobody } : {};

/** Directory of the scripts under test. */
export const scripts = fileURLToPath(
  new URL("../../../../components/data-tier/provisioning/scripts", import.meta.url),
);

/** A temporary directory and its owner. */
export function temporaryFolder(name: string, owner: User = unprivileged): string {
  const folder = mkdtempSync(join(tmpdir(), `hanok-${name}-`));
  if (owner.uid !== undefined) chownSync(folder, owner.uid, owner.gid ?? owner.uid);
  return folder;
}

/** A file owned by the owner of its directory. */
export function writeFile(folder: string, name: string, content: string, mode = 0o644): string {
  const path = join(folder, name);
  writeFileSync(path, content, { mode });
  chmodSync(path, mode);
  const { uid, gid } = statSync(folder);
  chownSync(path, uid, gid);
  return path;
}

/** A loopback port that was free a moment ago. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === "object" && address !== null) resolve(address.port);
      });
    });
  });
}

/** First path or command that exists. */
export function findCommand(...names: string[]): string | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(":"), "/usr/sbin"];
  return names
    .flatMap((name) =>
      name.startsWith("/") ? [name] : folders.map((folder) => join(folder, name)),
    )
    .find((path) => existsSync(path));
}

/** Programs of the newest PostgreSQL server that is installed. */
export function postgresqlFolder(): string | undefined {
  const root = "/usr/lib/postgresql";
  if (!existsSync(root)) return undefined;
  return readdirSync(root)
    .sort((one, other) => Number(other) - Number(one))
    .map((version) => join(root, version, "bin"))
    .find((folder) => existsSync(join(folder, "postgres")));
}

/** Skips a suite with a message when a server is not installed. */
export function skipWithout(
  context: Context,
  command: string | undefined,
  what: string,
): asserts command is string {
  if (command !== undefined) return;
  console.log(`      skipped: ${what} is not installed (tests/servers.sh)`);
  context.skip();
}

/** A server of one test, and all of its output. */
export class TestServer {
  readonly folder: string;
  readonly process: ChildProcess;
  private text = "";

  constructor(
    folder: string,
    command: string,
    args: readonly string[],
    env: NodeJS.ProcessEnv = {},
  ) {
    this.folder = folder;
    this.process = spawn(command, args, {
      cwd: folder,
      env: { PATH: process.env["PATH"], HOME: folder, ...env },
      ...unprivileged,
      // its own process group, so that child processes end with it
      detached: true,
    });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.on("data", (data) => (this.text += String(data)));
    }
  }

  get log(): string {
    return this.text;
  }

  /** Stops the server and removes its directory. */
  async stop(): Promise<void> {
    const { pid, exitCode, signalCode } = this.process;
    if (pid !== undefined && exitCode === null && signalCode === null) {
      const ended = new Promise((resolve) => this.process.once("exit", resolve));
      process.kill(-pid, "SIGTERM");
      const killer = setTimeout(() => process.kill(-pid, "SIGKILL"), 5000);
      await ended;
      clearTimeout(killer);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Result of a command. */
export interface CronJobRun {
  readonly status: number | null;
  readonly output: string;
  /** Command lines of the programs that a script started. */
  readonly commandLines: string;
}

/** Runs a command to its end. Its output is both streams. */
export function run(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  input = "",
  user: User = unprivileged,
): Omit<CronJobRun, "commandLines"> {
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: "utf8",
    input,
    cwd: tmpdir(),
    env: { PATH: `${process.env["PATH"]}:/usr/sbin`, HOME: tmpdir(), ...env },
    ...user,
  });
  return { status, output: stdout + stderr };
}

/** Programs that a script may use. The store's image contains each of them, for its entry point or in coreutils. */
const programs = [
  ...["mariadb", "mysql", "psql", "valkey-cli", "redis-cli"],
  ...["base64", "cat", "cut", "rm", "sed", "sha256sum", "sleep"],
];

/**
 * Runs a script as the Job does, with no other programs on its PATH, and records their command lines.
 * @param without a program that the image does not contain
 * @param beside further scripts, which this one sources
 */
export function runScript(
  name: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  without?: string,
  beside: readonly string[] = [],
): CronJobRun {
  const folder = temporaryFolder("argv", userOfPods);
  const log = join(folder, "log");
  const bin = join(folder, "bin");
  mkdirSync(bin);
  for (const program of programs) {
    const real = findCommand(program);
    if (real === undefined || program === without) continue;
    const recorder = `#!/bin/sh\nprintf '%s\\n' "${program} $*" >> "${log}"\nexec ${real} "$@"\n`;
    writeFileSync(join(bin, program), recorder, { mode: 0o755 });
  }
  // next to the programs, because a pod's user may be unable to read the repository
  const [copy = ""] = [name, ...beside].map((one) =>
    writeFile(folder, one, readFileSync(join(scripts, one), "utf8")),
  );
  const command = [copy, ...args];
  const ran = run(findCommand("bash") ?? "bash", command, { ...env, PATH: bin }, "", userOfPods);
  const commandLines = existsSync(log) ? readFileSync(log, "utf8") : "";
  rmSync(folder, { recursive: true });
  return { ...ran, commandLines };
}

/** A user as a script reads it. */
export interface ScriptUser {
  readonly username: string;
  /** @default the user's name, as in the first generation */
  readonly service?: string;
  readonly database: string;
  readonly password: string;
  /** Service whose database it shares. */
  readonly owner?: string;
  readonly rights?: "write" | "read";
}

/** Variables of the users, as the Job sets them. */
export function userVariables(users: readonly ScriptUser[]): Record<string, string> {
  const variables = users.flatMap(({ username, service, owner, rights, ...user }, index) => [
    [`USERNAME_${index}`, username],
    ...(service === undefined ? [] : [[`SERVICE_${index}`, service]]),
    [`DATABASE_${index}`, user.database],
    ...(owner === undefined ? [] : [[`OWNER_${index}`, owner]]),
    ...(rights === undefined ? [] : [[`RIGHTS_${index}`, rights]]),
    [`PASSWORD_${index}`, user.password],
  ]);
  return { USER_COUNT: `${users.length}`, ...Object.fromEntries(variables) };
}

/** A service's user of a later generation, with a password of its own. */
export function later(user: ScriptUser, generation: number): ScriptUser {
  const service = user.service ?? user.username;
  const password = `${user.password}Of${generation}`;
  return { ...user, username: `${service}_${generation}`, service, password };
}

/** Variables of the Job that removes the users of other generations. */
export const retires = { RETIRE: "true", RETIRE_SECONDS: "0" } as const;

/** Polls every 100 ms until the condition holds. On a timeout the error contains the server's output. */
export async function until(
  server: TestServer,
  ask: () => boolean | Promise<boolean>,
  seconds = 30,
): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!(await ask())) {
    const { exitCode } = server.process;
    if (exitCode !== null)
      throw new Error(`the server ended with ${exitCode}:
${server.log}`);
    if (Date.now() > deadline)
      throw new Error(`no answer within ${seconds} s:
${server.log}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
