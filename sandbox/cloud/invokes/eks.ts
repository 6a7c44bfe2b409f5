import { eksSupport, engineVersions } from "../facts.ts";
import type { Invoke, Properties } from "../model.ts";
import { addons, newestVersion } from "../services/eks/addon-data.ts";
import { eksTypes } from "../services/eks/types.ts";
import { flag, text, texts } from "../values.ts";

/** Date of the simulated cloud; no version's support has ended since. */
const today = "2026-11-21";

/** Clusters and add-ons. */
export const eks: Readonly<Record<string, Invoke>> = {
  "aws:eks/getAddonVersion:getAddonVersion": (args, { region }) => {
    const addon = text(args, "addonName") ?? "";
    const kubernetes = text(args, "kubernetesVersion") ?? "";
    if (!Object.hasOwn(addons, addon) || eksSupport(kubernetes) === undefined)
      throw new Error(`reading EKS Add-On version info (${addon}, ${kubernetes}): empty result`);
    return { ...args, id: addon, region, version: newestVersion(addon, kubernetes) };
  },
  "aws:eks/getClusterVersions:getClusterVersions": (args, { region }) => {
    const [wanted, status] = [texts(args, "clusterVersionsOnly"), text(args, "versionStatus")];
    const clusterVersions = engineVersions("eks")
      .map(versionOf)
      .filter(
        (one) =>
          (wanted.length === 0 || wanted.includes(one.clusterVersion)) &&
          (status === undefined || status === one.versionStatus) &&
          (!flag(args, "defaultOnly") || one.defaultVersion),
      )
      .toReversed();
    return { ...args, id: region, region, clusterVersions };
  },
  "aws:eks/getCluster:getCluster": (args, cloud) => {
    const name = text(args, "name") ?? "";
    const found = cloud.find(eksTypes.cluster, name)?.properties;
    if (found === undefined)
      throw new Error(
        `reading EKS Cluster (${name}): operation error EKS: DescribeCluster, https response error StatusCode: 404, ` +
          `api error ResourceNotFoundException: No cluster found for name: ${name}.`,
      );
    const { certificateAuthority, ...others } = found;
    return { ...others, id: name, name, certificateAuthorities: [certificateAuthority] };
  },
};

function versionOf(
  clusterVersion: string,
  _: number,
  all: readonly string[],
): Properties & {
  readonly clusterVersion: string;
  readonly versionStatus: string;
  readonly defaultVersion: boolean;
} {
  const { standard = "", extended = "" } = eksSupport(clusterVersion) ?? {};
  return {
    clusterType: "eks",
    clusterVersion,
    // clusters without a version do not get the newest one yet
    defaultVersion: clusterVersion === all.at(-2),
    defaultPlatformVersion: "eks.1",
    endOfStandardSupportDate: standard,
    endOfExtendedSupportDate: extended,
    kubernetesPatchVersion: `${clusterVersion}.0`,
    versionStatus: standard !== "" && standard < today ? "EXTENDED_SUPPORT" : "STANDARD_SUPPORT",
  };
}
