import { join } from "node:path";
import { defaultAccount } from "../../cloud/caller.ts";
import { eksTypes } from "../../cloud/services/eks/types.ts";
import { sizeOf } from "../../cloud/services/eks/scheduling.ts";
import { Store } from "../../cloud/store/store.ts";
import { text } from "../../cloud/values.ts";
import type { Layout } from "../layout.ts";

/** The simulated account, read from its files. Files are only read again after a change. */
export interface AccountSide {
  readonly store: Store;
  readonly region: string;
  /** `.sandbox/cloud`. */
  readonly home: string;
  /** Name of the EKS cluster that the API server represents; undefined for an existing cluster. */
  clusterName(): string | undefined;
  /** Whether the EBS CSI driver runs: its add-on exists, and a node for it. */
  hasEbsDriver(): boolean;
}

export function accountSide(layout: Layout, region: string): AccountSide {
  const home = join(layout.home, "cloud");
  const store = new Store(home, defaultAccount);
  const clusterName = (): string | undefined => store.list(region, eksTypes.cluster)[0]?.id;
  return {
    store,
    region,
    home,
    clusterName,
    hasEbsDriver: () => {
      const name = clusterName() ?? "";
      const nodes = store
        .list(region, eksTypes.nodeGroup)
        .filter(({ properties }) => properties["clusterName"] === name)
        .filter(({ properties }) => text(properties, "status") === "ACTIVE")
        .some(({ properties }) => sizeOf(properties) > 0);
      return (
        nodes && store.read(region, eksTypes.addon, `${name}:aws-ebs-csi-driver`) !== undefined
      );
    },
  };
}
