import { ignore } from "./api.ts";
import type { Api, ApiObject } from "./api.ts";
import { claimTask, isReclaimable, unselect, volumeFor } from "./volumes.ts";
import type { Claim, StorageClass, Volume } from "./volumes.ts";
import { watch } from "./watch.ts";
import type { Watched } from "./watch.ts";

const volumes = "/api/v1/persistentvolumes";

async function settle(api: Api, claim: Claim): Promise<void> {
  const { name, namespace } = claim.metadata;
  const own = `/api/v1/namespaces/${namespace}/persistentvolumeclaims/${name}`;
  const todo = claimTask(claim);
  if (todo.task === "grow") {
    const capacity = { storage: todo.storage };
    await api.patch(`${volumes}/${todo.volume}`, "merge", { spec: { capacity } });
    await api.patch(`${own}/status`, "merge", { status: { capacity } });
  }
  if (todo.task === "provision") {
    const node = await api.get<ApiObject>(`/api/v1/nodes/${todo.node}`).catch(ignore(404));
    if (node === undefined) {
      await api.patch(own, "merge", unselect);
      return;
    }
    const path = `/apis/storage.k8s.io/v1/storageclasses/${todo.storageClass}`;
    await api.post(volumes, volumeFor(claim, node, await api.get<StorageClass>(path)));
  }
}

/** Does what the EBS CSI driver does: provisions by zone, grows, reclaims. */
export function startVolumes(
  api: () => Api,
  log: (line: string) => void,
): readonly Watched<ApiObject>[] {
  // gone (404) or done already (409): the next event tells
  const run = (work: Promise<unknown>): void => {
    work.catch(ignore(404, 409)).catch((error: unknown) => log(String(error)));
  };
  const claims = watch<Claim>(
    api,
    "/api/v1/persistentvolumeclaims",
    (claim) => claim && run(settle(api(), claim)),
    log,
  );
  const owned = watch<Volume>(
    api,
    volumes,
    (volume) =>
      volume && isReclaimable(volume) && run(api().remove(`${volumes}/${volume.metadata.name}`)),
    log,
  );
  return [claims, owned];
}
