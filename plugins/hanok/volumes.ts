/** A volume of the cluster, as far as its end is concerned. */
export interface Volume {
  readonly name: string;
  /** CSI driver, if any. */
  readonly driver: string | undefined;
  /** What becomes of it when its claim is gone: `Delete`, or `Retain`. */
  readonly reclaimPolicy: string;
  /** `Bound` while it has a claim, `Released` when that is gone, `Failed` when the driver could not delete it. */
  readonly phase: string;
  /** `namespace/name` */
  readonly claim: string | undefined;
  /** `20Gi` */
  readonly size: string;
  /** What the driver said last. */
  readonly message: string;
}

/** Lists the volumes of the cluster that a kubeconfig leads to. */
export async function volumesOf(kubeconfig: string): Promise<() => Promise<readonly Volume[]>> {
  const { CoreV1Api, KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const api = config.makeApiClient(CoreV1Api);
  return async () => {
    const { items } = await api.listPersistentVolume();
    return items.map(({ metadata, spec, status }) => {
      const claim = spec?.claimRef;
      return {
        name: metadata?.name ?? "",
        driver: spec?.csi?.driver,
        reclaimPolicy: spec?.persistentVolumeReclaimPolicy ?? "Retain",
        phase: status?.phase ?? "",
        claim: claim && `${claim.namespace ?? ""}/${claim.name ?? ""}`,
        size: spec?.capacity?.["storage"] ?? "",
        message: status?.message ?? "",
      };
    });
  };
}
