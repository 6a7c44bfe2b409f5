import type { ValidationIssue } from "../../validation.ts";
import type { NodePoolOptions } from "./options.ts";

/**
 * What is wrong between settings of the pools that are right alone.
 * @param key where the pools stand, `hanok:nodePools`
 */
export function validateNodePool(
  pools: Readonly<Record<string, NodePoolOptions>>,
  key: string,
): readonly ValidationIssue[] {
  const entries = Object.entries(pools);
  const none: ValidationIssue[] =
    entries.length > 0
      ? []
      : [
          {
            key,
            value: undefined,
            problem: "has no pool, so no pod of a system would find a node",
            remedy: "Write at least one pool.",
          },
        ];
  return [
    ...none,
    ...entries.flatMap(([name, pool]) => validatePool(pool, `${key}.${name}`)),
    ...validateWeight(entries, key),
  ];
}

function validatePool(pool: NodePoolOptions, key: string): readonly ValidationIssue[] {
  const { nodeCpu, limits, budgets } = pool;
  const halves = budgets.flatMap(({ schedule, duration }, index) =>
    (schedule === undefined) === (duration === undefined)
      ? []
      : [
          {
            key: `${key}.budgets[${index}]`,
            value: schedule ?? duration,
            problem: "has only one of schedule and duration",
            remedy: 'Write both: {nodes: "0", schedule: "0 0 * * 1-5", duration: 10h}.',
          },
        ],
  );
  const unbounded = budgets.every(({ nodes }) => nodes === "100%")
    ? [
        {
          key: `${key}.budgets`,
          value: budgets.map(({ nodes }) => nodes),
          problem: "lets every node go at once",
          remedy: 'Write at least one that does not: {nodes: "10%"}.',
        },
      ]
    : [];
  return [
    ...(nodeCpu.min > nodeCpu.max
      ? [
          {
            key: `${key}.nodeCpu.min`,
            value: nodeCpu.min,
            problem: `is above max, which is ${nodeCpu.max}`,
            remedy: "Write {min: 2, max: 16}.",
          },
        ]
      : []),
    ...(limits.cpu < nodeCpu.min
      ? [
          {
            key: `${key}.limits.cpu`,
            value: limits.cpu,
            problem: `is below one node of ${nodeCpu.min} vCPUs, so there would be none`,
            remedy: "Write the vCPUs of all nodes together.",
          },
        ]
      : []),
    ...halves,
    ...unbounded,
  ];
}

/** Two pools of one weight take turns by chance. */
function validateWeight(
  entries: readonly (readonly [string, NodePoolOptions])[],
  key: string,
): readonly ValidationIssue[] {
  return entries.flatMap(([name, { weight }], index) => {
    const other = entries.slice(0, index).find(([, { weight: taken }]) => taken === weight);
    return other === undefined
      ? []
      : [
          {
            key: `${key}.${name}.weight`,
            value: weight,
            problem: `is the weight of ${other[0]} as well`,
            remedy: "Give each pool a weight of its own: the highest is tried first.",
          },
        ];
  });
}
