import { connect } from "../drift/api.ts";
import type { Json } from "../drift/json.ts";
import { type Aws, readAddons } from "./eks.ts";
import { type EksCluster, eksClustersIn, type Program, programsIn } from "./program.ts";
import { readSurvey } from "./read-survey.ts";
import type { EksAddon, Survey } from "./survey.ts";
import type { Minor } from "./version.ts";

/** Sources of information beside the cluster. */
export interface Around {
  /** The stack's state; undefined to survey only the cluster of kubectl's kubeconfig. */
  readonly state: Json | undefined;
  /** Undefined if AWS is simulated. */
  readonly aws: Aws | undefined;
  readonly kubectl: Minor | undefined;
}

/**
 * Surveys every cluster of a stack. It is read-only.
 * @throws Error if a cluster cannot be read
 */
export async function look(around: Around, target: Minor): Promise<readonly Survey[]> {
  const { state } = around;
  const alone: Program = {
    access: { kubeconfig: undefined, context: undefined },
    used: [],
    kubectlImages: [],
  };
  const programs = state === undefined ? [alone] : programsIn(state);
  const { addons, skipped } = await lookAtEks(around, target);
  return Promise.all(
    programs.map(async ({ access, used, kubectlImages }) => {
      const reader = await connect(access);
      try {
        const found = await readSurvey(reader);
        return {
          ...found,
          used: [...used, ...found.used],
          kubectlImages,
          kubectl: around.kubectl,
          addons,
          skipped: [...found.skipped, ...skipped],
        };
      } finally {
        reader.close();
      }
    }),
  );
}

interface Addons {
  readonly addons: readonly EksAddon[];
  readonly skipped: readonly string[];
}

async function lookAtEks({ state, aws }: Around, target: Minor): Promise<Addons> {
  const nothing = (why: string): Addons => ({ addons: [], skipped: [`EKS add-ons: ${why}`] });
  if (state === undefined)
    return { addons: [], skipped: ["the program's objects and EKS add-ons: no state was read"] };
  if (aws === undefined) return nothing("AWS is simulated here");
  const clusters = eksClustersIn(state);
  if (clusters.length === 0) return nothing("the stack has no EKS cluster");
  try {
    const ask = (cluster: EksCluster) => readAddons(aws, cluster, target);
    return { addons: (await Promise.all(clusters.map(ask))).flat(), skipped: [] };
  } catch (error) {
    return nothing(error instanceof Error ? error.message : String(error));
  }
}
