import type { AddonContext } from "../../../../components/cluster/addons/addon.ts";

const zones = ["ap-northeast-2a", "ap-northeast-2b", "ap-northeast-2c"];

/** Every environment that an add-on can meet. */
export const contexts: readonly AddonContext[] = (["small", "large"] as const).flatMap((size) =>
  (["none", "zonal"] as const).flatMap((redundancy) =>
    (["keep", "discard"] as const).map((data) => ({ size, redundancy, data, zones })),
  ),
);

export const smallest: AddonContext = { size: "small", redundancy: "none", data: "discard", zones };
export const largest: AddonContext = { size: "large", redundancy: "zonal", data: "keep", zones };
