import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { documents } from "./documents.ts";
import { type AnyObject, type Finding, nameOf } from "./finding.ts";

/** The part of kube-score's JSON that is read. */
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

/** The one test that an object may leave out: its service knows one question only, for readiness and for liveness. */
const mayLeaveOut = "pod-probes-identical";

/** kube-score's grade of a critical finding (scorecard.GradeCritical). */
const critical = 1;

/**
 * Objects say which tests leave them out, for whoever runs kube-score without arguments. Here nothing is left out but
 * what ADR 4 says: the CPU's part of container-resources, and the pull policy.
 */
const adr4 = ["--ignore-container-cpu-limit", "--ignore-test", "container-image-pull-policy"];

function leavesOut({ annotations }: AnyObject["metadata"]): boolean {
  return annotations?.["kube-score/ignore"]?.split(",").includes(mayLeaveOut) ?? false;
}

/**
 * What kube-score calls critical, over all objects at once, since it looks for the policies and budgets of a pod.
 * @throws where kube-score does not answer
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

/** Exit code of kube-score without arguments: 0 when nothing is critical. */
export function plainKubeScore(objects: readonly AnyObject[], home: string): number | null {
  const program = join(home, "bin", "kube-score");
  return spawnSync(program, ["score", "-"], { input: documents(objects) }).status;
}
