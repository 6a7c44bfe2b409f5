import type { Api, ApiObject } from "../api.ts";
import { factorAnnotation } from "../stages.ts";

/** The time factor of the stages in the cluster; 1 if it is unknown. */
export async function timeFactor(api: Api): Promise<number> {
  try {
    const stage = await api.get<ApiObject>("/apis/kwok.x-k8s.io/v1alpha1/stages/node-up");
    const factor = Number(stage.metadata.annotations?.[factorAnnotation]);
    return factor > 0 ? factor : 1;
  } catch {
    return 1;
  }
}
