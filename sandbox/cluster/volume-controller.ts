import { setTimeout as delay } from "node:timers/promises";
import { eksTypes } from "../cloud/services/eks/types.ts";
import { ignore } from "./api.ts";
import type { Api, ApiObject } from "./api.ts";
import type { AccountSide } from "./aws/account.ts";
import { putVolume, removeVolume } from "./aws/ebs.ts";
import { watchFolder } from "./aws/folder.ts";
import { timeFactor } from "./aws/time-factor.ts";
import { claimTask, driverFinalizer, isReclaimable, unselect, volumeFor } from "./volumes.ts";
import type { Claim, StorageClass, Volume } from "./volumes.ts";
import { watch } from "./watch.ts";
import type { Watched } from "./watch.ts";

const volumes = "/api/v1/persistentvolumes";

/** Unscaled seconds that EC2 takes to detach and delete a volume, as observed on EKS. */
const deletionSeconds = 20;

/** Acts as the EBS CSI driver: provisions, expands and deletes volumes. On EKS only while the driver's add-on runs. */
export function startVolumes(
  api: () => Api,
  account: AccountSide,
  log: (line: string) => void,
): readonly Watched<ApiObject>[] {
  const driver = new VolumeDriver(api, account);
  // deleted (404) or already done (409): the next event brings the new state
  const run = (work: Promise<unknown>): void => {
    work.catch(ignore(404, 409)).catch((error: unknown) => log(String(error)));
  };
  const claims = watch<Claim>(
    api,
    "/api/v1/persistentvolumeclaims",
    (claim) => claim && run(driver.settle(claim)),
    log,
  );
  const owned = watch<Volume>(api, volumes, (one) => one && run(driver.reclaim(one)), log);
  // after the driver or its node arrives, everything that waited is handled
  const again = (): void => {
    for (const claim of claims.items.values()) run(driver.settle(claim));
    for (const volume of owned.items.values()) run(driver.reclaim(volume));
  };
  for (const type of [eksTypes.addon, eksTypes.nodeGroup])
    watchFolder(account.store.folderOf(account.region, type), again, log);
  return [claims, owned];
}

class VolumeDriver {
  private readonly api: () => Api;
  private readonly account: AccountSide;
  private readonly leaving = new Set<string>();

  constructor(api: () => Api, account: AccountSide) {
    this.api = api;
    this.account = account;
  }

  async settle(claim: Claim): Promise<void> {
    const api = this.api();
    const { name, namespace } = claim.metadata;
    const own = `/api/v1/namespaces/${namespace}/persistentvolumeclaims/${name}`;
    const todo = claimTask(claim);
    if (todo.task === "none" || !this.runs()) return;
    if (todo.task === "grow") {
      const capacity = { storage: todo.storage };
      const volume = await api.patch<Volume>(`${volumes}/${todo.volume}`, "merge", {
        spec: { capacity },
      });
      putVolume(this.account, volume);
      await api.patch(`${own}/status`, "merge", { status: { capacity } });
      return;
    }
    const node = await api.get<ApiObject>(`/api/v1/nodes/${todo.node}`).catch(ignore(404));
    if (node === undefined) {
      await api.patch(own, "merge", unselect);
      return;
    }
    const path = `/apis/storage.k8s.io/v1/storageclasses/${todo.storageClass}`;
    const volume = volumeFor(claim, node, await api.get<StorageClass>(path));
    putVolume(this.account, volume);
    await api.post(volumes, this.isOwn() ? held(volume) : volume);
  }

  /** Deletes the EBS volume before the PersistentVolume. */
  async reclaim(volume: Volume): Promise<void> {
    const { name, uid = name } = volume.metadata;
    if (!isReclaimable(volume) || this.leaving.has(uid) || !this.runs()) return;
    const own = `${volumes}/${name}`;
    if (!this.isOwn()) return this.api().remove(own);
    this.leaving.add(uid);
    try {
      await delay(deletionSeconds * 1_000 * (await timeFactor(this.api())));
      // the driver may have been removed meanwhile
      if (!this.runs()) return;
      removeVolume(this.account, volume);
      await this.api().patch(own, "merge", { metadata: { finalizers: null } });
      await this.api().remove(own);
    } finally {
      this.leaving.delete(uid);
    }
  }

  private isOwn(): boolean {
    return this.account.clusterName() !== undefined;
  }

  private runs(): boolean {
    return !this.isOwn() || this.account.hasEbsDriver();
  }
}

/** Only volumes with the reclaim policy Delete get the finalizer; deleting others keeps the EBS volume. */
const held = (volume: Volume): Volume =>
  volume.spec.persistentVolumeReclaimPolicy === "Delete"
    ? { ...volume, metadata: { ...volume.metadata, finalizers: [driverFinalizer] } }
    : volume;
