import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse } from "yaml";
import * as z from "zod";
import type { ValidationIssue } from "../validation.ts";
import type { ExistingClusterOptions } from "./existing.ts";

/** The fields of a kubeconfig that are used here, without credentials. */
const schema = z.object({
  "current-context": z.string().optional(),
  contexts: z.array(z.object({ name: z.string() })),
});

/**
 * Checks a kubeconfig before the first resource: the provider treats a missing file or context as an unreachable cluster, and its
 * preview still shows a plan.
 * @returns at most one issue
 */
export function validateKubeconfig({
  kubeconfig,
  context,
}: ExistingClusterOptions): readonly ValidationIssue[] {
  const key = "hanok:cluster.kubeconfig";
  const remedy =
    "Name the kubeconfig of your cluster; that of the sandbox is made by make sandbox.";
  const content = contentOf(kubeconfig);
  if (content === undefined) {
    return [{ key, value: kubeconfig, problem: "cannot be read", remedy }];
  }
  const { data } = schema.safeParse(content);
  if (data === undefined) {
    return [{ key, value: kubeconfig, problem: "is no kubeconfig: it has no contexts", remedy }];
  }
  const wanted = context ?? data["current-context"];
  const names = data.contexts.map(({ name }) => name);
  if (wanted !== undefined && names.includes(wanted)) return [];
  return [
    {
      key: "hanok:cluster.context",
      value: wanted,
      problem: wanted === undefined ? "is missing" : `is no context of ${kubeconfig}`,
      remedy: names.length === 0 ? remedy : `Write one of: ${names.join(", ")}.`,
    },
  ];
}

function contentOf(path: string): unknown {
  try {
    return parse(readFileSync(resolve(path), "utf8")) ?? "";
  } catch {
    return undefined;
  }
}
