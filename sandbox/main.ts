import { readOptions } from "./commands/options.ts";

const usage = `node sandbox/main.ts <command>
  up       start the sandbox and bring the stack up in it
  preview  start the sandbox and show what up would change
  status   what runs
  down     destroy what runs, and stop the sandbox
variables: STACK=local  SANDBOX_HOME=.sandbox  TIME_FACTOR=1/60`;

const report = (line: string) => console.log(line);

/** Commands are loaded on demand, because their libraries take a second to load. */
const commands: Readonly<
  Record<string, (options: ReturnType<typeof readOptions>) => Promise<number>>
> = {
  up: async (options) => (await import("./commands/up.ts")).up(options),
  preview: async (options) => (await import("./commands/up.ts")).preview(options),
  status: async (options) => (await import("./commands/status.ts")).status(options),
  down: async (options) => (await import("./commands/down.ts")).down(options),
};

const [name = "", ...others] = process.argv.slice(2);
const command = commands[name];
if (command === undefined || others.length > 0) {
  console.error(usage);
  process.exit(2);
}
try {
  process.exitCode = await command(readOptions(process.env, report));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  if (process.env["DEBUG"] && error instanceof Error) console.error(error.stack);
  process.exitCode = 1;
}
