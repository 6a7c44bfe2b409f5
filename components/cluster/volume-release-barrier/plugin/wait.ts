/** Everything outside the process that the wait depends on. */
export interface World {
  readonly list: () => Promise<readonly Volume[]>;
  readonly pause: (milliseconds: number) => Promise<unknown>;
  /** Milliseconds since a fixed moment. */
  readonly now: () => number;
  readonly isCancelled: () => boolean;
  /** Whether to treat a cluster that does not answer as deleted. */
  readonly mayBeUnreachable: boolean;
}

const minute = 60_000;

/** EBS detaches and deletes a volume within seconds. A node that does not answer holds its volume for six minutes. */
export const longest = 15 * minute;

/** If all volumes stay bound for this long, no deletion of their claims is in progress. */
export const longestBound = 2 * minute;

/** How long an API server may fail to answer. */
export const longestSilence = minute;

const between = 2000;

/** Volumes that the driver has still to delete. Volumes with the policy `Retain` are not among them. */
export function leaving(volumes: readonly Volume[], driver: string): readonly Volume[] {
  return volumes.filter((volume) => volume.driver === driver && volume.reclaimPolicy === "Delete");
}

/**
 * Returns when no volume of the driver with the policy `Delete` is left.
 * @throws Error that names the remaining volumes, when the wait has timed out or when their claims are not being deleted
 */
export async function waitUntilReleased(driver: string, world: World): Promise<void> {
  const start = world.now();
  let lastAnswer = start;
  let allBoundSince: number | undefined;
  for (;;) {
    const left = await ask(driver, world, lastAnswer);
    const now = world.now();
    if (left !== undefined) {
      if (left.length === 0) return;
      lastAnswer = now;
      allBoundSince = left.every(({ phase }) => phase === "Bound")
        ? (allBoundSince ?? now)
        : undefined;
      if (allBoundSince !== undefined && now - allBoundSince >= longestBound)
        throw new Error(
          `${described(left, driver)} Nobody deletes their claims: delete them, or their namespaces, and destroy again.`,
        );
      if (now - start >= longest)
        throw new Error(
          `${described(left, driver)} The driver has not deleted them: kubectl describe persistentvolume tells why. Then destroy again.`,
        );
    }
    if (world.isCancelled()) throw new Error("cancelled while volumes were left");
    await world.pause(between);
  }
}

/** @returns undefined while the API server does not answer */
async function ask(
  driver: string,
  { list, now, mayBeUnreachable }: World,
  lastAnswer: number,
): Promise<readonly Volume[] | undefined> {
  try {
    return leaving(await list(), driver);
  } catch (error) {
    if (mayBeUnreachable) return [];
    if (now() - lastAnswer < longestSilence) return undefined;
    throw new Error(
      `The API server does not say whether the volumes of ${driver} are gone: ${String(error)}. Where the cluster itself is gone, ` +
        "look for its volumes by their tags, and set PULUMI_K8S_DELETE_UNREACHABLE=true (docs/runbooks/cluster-gone.md).",
      { cause: error },
    );
  }
}

function described(left: readonly Volume[], driver: string): string {
  const count = left.length === 1 ? "1 volume" : `${left.length} volumes`;
  const lines = left.map(({ name, size, claim, phase, message }) =>
    [`  ${name} (${size}, ${phase}) of ${claim ?? "no claim"}`, ...(message ? [message] : [])].join(
      ": ",
    ),
  );
  return [`${count} of ${driver} would stay behind in the account, and cost:`, ...lines, ""].join(
    "\n",
  );
}

/** The fields of a PersistentVolume that matter for its deletion. */
export interface Volume {
  readonly name: string;
  /** CSI driver, if any. */
  readonly driver: string | undefined;
  /** Policy for the volume after its claim is deleted: `Delete` or `Retain`. */
  readonly reclaimPolicy: string;
  /** `Bound` while it has a claim, `Released` after the claim is deleted, `Failed` when the driver could not delete it. */
  readonly phase: string;
  /** `namespace/name` */
  readonly claim: string | undefined;
  /** `20Gi` */
  readonly size: string;
  /** Last message of the driver. */
  readonly message: string;
}

/** Returns a function that lists the volumes of the kubeconfig's cluster. @param kubeconfig as text */
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
