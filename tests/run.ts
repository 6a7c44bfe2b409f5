import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { countStep } from "./run/count.ts";
import { execute } from "./run/execute.ts";
import { schedule } from "./run/schedule.ts";
import { countsLine, isGood, type Outcome, type Step } from "./run/step.ts";
import { lanes, reports, steps } from "./run/steps.ts";

/**
 * Runs steps, prints the failures, and prints the number of checks in the last line.
 * @param names names or groups of steps; empty: all
 * @returns the exit code: 0 passed, 1 failed, 2 wrong name
 */
async function main(names: readonly string[]): Promise<number> {
  process.chdir(resolve(import.meta.dirname, ".."));
  mkdirSync(reports, { recursive: true });
  const isNamed = (step: Step, name: string): boolean => step.name === name || step.group === name;
  const unknown = names.filter((name) => !steps.some((step) => isNamed(step, name)));
  if (unknown.length > 0) {
    console.error(
      `no such step: ${unknown.join(", ")}; there are ${steps.map(({ name }) => name).join(", ")}`,
    );
    return 2;
  }
  const asked = steps.filter(
    (step) => names.length === 0 || names.some((name) => isNamed(step, name)),
  );
  const outcomes = await schedule(asked, lanes, runStep);
  const failures = outcomes.flatMap((outcome) => outcome.failures);
  if (failures.length > 0) console.log(`\n${failures.join("\n\n")}\n`);
  const line = countsLine(outcomes);
  writeFileSync(`${reports}/counts`, `${line}\n`);
  console.log(line);
  return isGood(outcomes) ? 0 : 1;
}

let interrupted = false;
process.on("SIGINT", () => {
  interrupted = true;
});

async function runStep(step: Step): Promise<Outcome> {
  if (interrupted) return notRun(step);
  console.log(`${step.name} ...`);
  const ended = await execute(step, (line) => console.log(`  ${line}`));
  const outcome = countStep(step, ended, reportOf(step));
  const word = outcome.failed > 0 ? "FAILED" : "ok";
  console.log(`${step.name} ${word}: ${countsLine([outcome])} (${outcome.seconds.toFixed(1)} s)`);
  return outcome;
}

function notRun({ name }: Step): Outcome {
  const failures = [`${name}: interrupted before it began`];
  return { step: name, passed: 0, failed: 1, skipped: 0, seconds: 0, failures };
}

function reportOf(step: Step): string | undefined {
  if (step.counting.kind !== "mocha") return undefined;
  try {
    return readFileSync(step.counting.report, "utf8");
  } catch {
    return undefined;
  }
}

// Exit at once: a handle that a step has left open must not delay the end.
process.exit(await main(process.argv.slice(2)));
