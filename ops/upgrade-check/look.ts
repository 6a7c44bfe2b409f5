import { connect } from "../drift/api.ts";
import type { Json } from "../drift/json.ts";
import { type Aws, readAddons, readNodeImage } from "./eks.ts";
import { type EksCluster, eksClustersIn, type Program, programsIn } from "./program.ts";
import { readSurvey } from "./read-survey.ts";
import type { EksAddon, NodeImage, Survey } from "./survey.ts";
import type { Minor } from "./version.ts";

/** Sources of information beside the cluster. */
export interface Around {
  /** The stack's state; undefined to survey only the cluster of kubectl's kubeconfig. */
  readonly state: Json | undefined;
  /** Undefined if AWS is simulated. */
  readonly aws: Aws | undefined;
  readonly kubectl: Minor | undefined;
  /** Day of the survey, `2026-11-29`. */
  readonly today: string;
}

/**
 * Surveys every cluster of a stack. It is read-only.
 * @param target new release of Kubernetes. @default none
 * @throws Error if a cluster cannot be read
 */
export async function look(around: Around, target: Minor | undefined): Promise<readonly Survey[]> {
  const { state } = around;
  const alone: Program = {
    access: { kubeconfig: undefined, context: undefined },
    used: [],
    kubectlImages: [],
  };
  const programs = state === undefined ? [alone] : programsIn(state);
  const { addons, nodeImage, skipped } = await lookAtEks(around, target);
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
          nodeImage,
          today: around.today,
          skipped: [...found.skipped, ...skipped],
        };
      } finally {
        reader.close();
      }
    }),
  );
}

interface OfEks {
  readonly nodeImage: NodeImage | undefined;
  readonly addons: readonly EksAddon[];
  readonly skipped: readonly string[];
}

async function lookAtEks({ state, aws }: Around, target: Minor | undefined): Promise<OfEks> {
  const without = (...skipped: string[]): OfEks => ({ addons: [], nodeImage: undefined, skipped });
  const nothing = (why: string) => without(`EKS add-ons and the nodes' image: ${why}`);
  if (state === undefined)
    return without("the program's objects, EKS add-ons and the nodes' image: no state was read");
  if (aws === undefined) return nothing("AWS is simulated here");
  const clusters = eksClustersIn(state);
  if (clusters.length === 0) return nothing("the stack has no EKS cluster");
  try {
    const ask = (cluster: EksCluster) => readAddons(aws, cluster, target);
    const [addons, images] = await Promise.all([
      Promise.all(clusters.map(ask)),
      Promise.all(clusters.map((cluster) => readNodeImage(aws, cluster))),
    ]);
    return { addons: addons.flat(), nodeImage: images[0], skipped: [] };
  } catch (error) {
    return nothing(error instanceof Error ? error.message : String(error));
  }
}
