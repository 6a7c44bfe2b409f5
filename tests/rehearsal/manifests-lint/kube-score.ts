import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { documents } from "./documents.ts";
import { type AnyObject, type Finding, nameOf } from "./finding.ts";

/** The fields of kube-score's JSON that are used here. */
type Report = readonly {
  readonly type_meta: { readonly kind: string; readonly apiVersion: string };
  readonly object_meta: AnyObject["metadata"];
  readonly checks:
    | readonly {
        readonly check: { readonly id: string };
        readonly grade: number;
        readonly skipped: boolean;
        readonly comments: readonly { readonly path: string; readonly summary: string }[] | null;
      }[]
    | null;
}[];

/** A test that objects may skip: their service has the same endpoint for readiness and liveness. */
const mayLeaveOut = "pod-probes-identical";

/** kube-score's grade of a critical finding (scorecard.GradeCritical). */
const critical = 1;

/**
 * Objects have annotations to skip tests, for those who run kube-score without arguments. Here only the exceptions of ADR 4
 * are skipped: the CPU part of container-resources, and the pull policy.
 */
const adr4 = ["--ignore-container-cpu-limit", "--ignore-test", "container-image-pull-policy"];

function leavesOut({ annotations }: AnyObject["metadata"]): boolean {
  return annotations?.["kube-score/ignore"]?.split(",").includes(mayLeaveOut) ?? false;
}

/**
 * kube-score's critical findings for all objects together, because it looks for the policies and budgets of a pod.
 * @throws Error if kube-score fails
 */
export function kubeScore(objects: readonly AnyObject[], home: string): readonly Finding[] {
  const { stdout, stderr, error } = spawnSync(
    join(home, "bin", "kube-score"),
    ["score", "--output-format", "json", "--disable-ignore-checks-annotations", ...adr4, "-"],
    { input: documents(objects), encoding: "utf8", maxBuffer: 1 << 26 },
  );
  if (error) throw error;
  if (!stdout.startsWith("[")) throw new Error(`kube-score did not answer: ${stdout}${stderr}`);
  return (JSON.parse(stdout) as Report).flatMap(({ type_meta, object_meta, checks }) =>
    (checks ?? [])
      .filter(({ grade, skipped }) => grade === critical && !skipped)
      .filter(({ check }) => !(check.id === mayLeaveOut && leavesOut(object_meta)))
      .map(({ check, comments }) => ({
        linter: "kube-score",
        object: nameOf({ ...type_meta, metadata: object_meta }),
        problem: `${check.id}: ${(comments ?? []).map(({ path, summary }) => `${path} ${summary}`.trim()).join("; ")}`,
      })),
  );
}

/** Exit code of kube-score without arguments: 0 without critical findings. */
export function plainKubeScore(objects: readonly AnyObject[], home: string): number | null {
  const program = join(home, "bin", "kube-score");
  return spawnSync(program, ["score", "-"], { input: documents(objects) }).status;
}
