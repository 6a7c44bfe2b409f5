import type { AddonContext } from "../../../../components/cluster/addons/addon.ts";

const zones = ["ap-northeast-2a", "ap-northeast-2b", "ap-northeast-2c"];

export const aws = { region: "ap-northeast-2", clusterName: "hanok-test" } as const;

export const signIn = {
  issuer: "https://login.example.com",
  clientId: "hanok",
  adminGroups: ["platform"],
  viewerGroups: ["developers", "support"],
  domain: "internal.example.com",
} as const;

/** All environments in which an add-on may be installed. */
export const contexts: readonly AddonContext[] = (["small", "large"] as const).flatMap((size) =>
  (["none", "zonal"] as const).flatMap((redundancy) =>
    (["keep", "discard"] as const).flatMap((data) => {
      const observability = redundancy === "zonal" ? "full" : data === "keep" ? "metrics" : "none";
      const context = {
        ...({ size, redundancy, data, zones, observability } as const),
        ...(data === "keep" ? { signIn } : {}),
      } as const;
      return [context, { ...context, aws }];
    }),
  ),
);

export const smallest: AddonContext = {
  size: "small",
  redundancy: "none",
  data: "discard",
  zones,
  observability: "none",
};
export const largest: AddonContext = {
  size: "large",
  redundancy: "zonal",
  data: "keep",
  zones,
  observability: "none",
};
