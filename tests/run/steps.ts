import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { Step } from "./step.ts";

/** Where reports of a run lie, below the repository. */
export const reports = ".sandbox/test";

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

/** Folders and files of the program that the import direction is held in; those that are there. */
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

/**
 * Rehearsals run programs with the real engine, and take seconds to minutes. Each file has a process of its own: Pulumi keeps errors and
 * undelivered messages of one program in its process, and holds them against the next one.
 */
const rehearsals = readdirSync(join(import.meta.dirname, ".."), {
  recursive: true,
  encoding: "utf8",
})
  .filter((file) => file.endsWith(ending))
  .sort()
  .map((file) => ({
    ...mocha(basename(file, ending), 20, [join("tests", file)]),
    group: "rehearsal",
    after: ["tools"],
    alone: true,
  }));

/** Every step of `make test`, cheap ones first. */
export const steps: readonly Step[] = [
  {
    name: "tools",
    command: [
      "node",
      ...["tools/main.ts"],
      ...["sandbox", "eks", "test"].flatMap((group) => ["--group", group]),
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
