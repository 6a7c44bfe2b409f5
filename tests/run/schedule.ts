import type { Outcome, Step } from "./step.ts";

/**
 * Runs every step, at most `lanes` at a time. They start in the given order, as far as `after` and `alone` allow.
 * @param lanes a number of steps, at least 1
 * @returns one outcome for each step, in the order of the steps
 * @throws Error when steps wait for each other
 */
export async function schedule(
  steps: readonly Step[],
  lanes: number,
  run: (step: Step) => Promise<Outcome>,
): Promise<readonly Outcome[]> {
  const names = new Set(steps.map(({ name }) => name));
  const waiting = [...steps];
  const running = new Map<Step, Promise<void>>();
  const outcomes = new Map<string, Outcome>();
  const mayStart = (step: Step) =>
    running.size < lanes &&
    [...running.keys()].every(({ alone }) => !alone) &&
    (!step.alone || running.size === 0) &&
    // Do not wait for a step that is not part of this run.
    (step.after ?? []).every((name) => outcomes.has(name) || !names.has(name));
  while (waiting.length + running.size > 0) {
    for (const step of [...waiting]) {
      if (!mayStart(step)) continue;
      waiting.splice(waiting.indexOf(step), 1);
      const ended = run(step).then((outcome) => {
        outcomes.set(step.name, outcome);
        running.delete(step);
      });
      running.set(step, ended);
    }
    if (running.size === 0)
      throw new Error(`steps wait for each other: ${waiting.map(({ name }) => name).join(", ")}`);
    await Promise.race(running.values());
  }
  return steps.flatMap(({ name }) => outcomes.get(name) ?? []);
}
