import { existsSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import type { Step } from "./step.ts";

/** Folder of the reports and caches of a run, relative to the repository. */
export const reports = ".sandbox/test";

/**
 * How many steps run at the same time. A rehearsal waits for a cluster in a quarter of its time, so one more than the
 * cores. Each needs up to 2 GiB of memory, so never more than 4.
 */
export const lanes = Math.min(availableParallelism() + 1, 4);

const bin = (name: string) => `node_modules/.bin/${name}`;
const one = { kind: "one" } as const;

function mocha(name: string, minutes: number, files: readonly string[]): Step {
  const report = `${reports}/${name}.json`;
  return {
    name,
    command: [
      ...([bin("mocha"), "--reporter", "json", "--reporter-option"] as const),
      `output=${report}`,
      ...files,
    ],
    counting: { kind: "mocha", report },
    minutes,
  };
}

/** Folders and files in which the import direction is checked. */
const rooms = [
  "index.ts",
  "preload.js",
  "stacks",
  "apps",
  "components",
  "bootstrap",
  "policy",
  "sandbox",
  "ops",
  "tools",
  "tests",
];

const ending = ".rehearsal.test.ts";

/** Rehearsals with the most processor time, in the order in which they start: the last step of a run should be short. */
const longest = [
  ...["aws", "office-hours", "changes", "recovery", "karpenter", "local", "host"],
  ...["stores", "fault-injector", "eks", "recovery-plain", "network", "cluster", "cloud"],
];

/** Position of a rehearsal in `longest`; the length of the list when it is not there. */
const rank = (name: string): number =>
  longest.includes(name) ? longest.indexOf(name) : longest.length;

/**
 * Rehearsals run programs with the real engine, and take seconds to minutes. Each file runs in its own process, because
 * Pulumi keeps the errors and undelivered messages of a program in the process. Each has its own sandbox home: ports,
 * processes, state and cluster are separate, so several can run at the same time.
 */
const rehearsals = readdirSync(join(import.meta.dirname, ".."), {
  recursive: true,
  encoding: "utf8",
})
  .filter((file) => file.endsWith(ending))
  .map((file) => ({ name: basename(file, ending), file: join("tests", file) }))
  .sort((a, b) => rank(a.name) - rank(b.name) || a.file.localeCompare(b.file))
  .map(({ name, file }) => ({ ...mocha(name, 20, [file]), group: "rehearsal", after: ["tools"] }));

/** Every step of `make test`. Cheap ones come first; of the rest, the long ones. */
export const steps: readonly Step[] = [
  {
    name: "tools",
    command: [
      "node",
      ...["tools/main.ts"],
      ...["sandbox", "eks", "test", "monitoring"].flatMap((group) => ["--group", group]),
    ],
    counting: one,
    stream: true,
    minutes: 60,
  },
  {
    name: "format",
    command: [bin("prettier"), "--check", "--log-level", "warn", "."],
    counting: one,
    minutes: 5,
  },
  {
    name: "imports",
    command: [
      bin("depcruise"),
      "--config",
      ".dependency-cruiser.cjs",
      ...rooms.filter((room) => existsSync(room)),
    ],
    counting: one,
    minutes: 5,
  },
  { name: "types", command: [bin("tsc"), "-p", "."], counting: one, minutes: 5 },
  { name: "lint", command: [bin("eslint"), "."], counting: one, minutes: 10 },
  {
    ...mocha("unit", 15, ["--ignore", `tests/**/*${ending}`, "tests/**/*.test.ts"]),
    after: ["tools"],
  },
  ...rehearsals,
];
