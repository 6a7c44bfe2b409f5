import { instanceFacts, instanceNames, pricePerHour, zonesOfType } from "../../facts/instances.ts";
import type { InstanceLine } from "../../facts/instances.ts";
import { zonesOf } from "../../facts.ts";
import { Refusal } from "../../refusal.ts";
import { texts } from "../../values.ts";
import { type Filterable, passes } from "../filters.ts";
import type { Actions } from "../model.ts";

const typeFilters: Filterable = {
  "instance-type": (of) => of["instanceType"],
  "supported-virtualization-type": () => "hvm",
  "processor-info.supported-architecture": (of) => of["architecture"],
  "bare-metal": () => "false",
};

/** Share of the on-demand price that a Spot instance costs. It is an assumption, because Spot prices change. */
const spotShare = 0.4;

/** AWS's name of an architecture. */
export const architectureOf = ({ arch }: InstanceLine): string =>
  arch === "arm64" ? "arm64" : "x86_64";

/** Instance types, their zones and their prices. */
export const instanceTypes: Actions = {
  DescribeInstanceTypes: {
    takes: ["Filter", "MaxResults", "InstanceType", "DryRun"],
    act: ({ input, cloud }) => {
      if (input["DryRun"] === "true") throw dryRun();
      const wanted = texts(input, "InstanceType");
      return {
        instanceTypeSet: sold(cloud.region)
          .filter((name) => wanted.length === 0 || wanted.includes(name))
          .flatMap((name) => described(name))
          .filter((type) =>
            passes(
              input,
              {
                instanceType: type.instanceType,
                architecture: type.processorInfo.supportedArchitectures,
              },
              typeFilters,
            ),
          ),
      };
    },
  },
  DescribeInstanceTypeOfferings: {
    takes: ["LocationType", "Filter", "MaxResults"],
    act: ({ input, cloud }) => {
      if (input["LocationType"] !== "availability-zone")
        throw new Refusal(
          `InvalidParameterValue: Offerings by ${String(input["LocationType"])} are not simulated`,
        );
      return {
        instanceTypeOfferingSet: sold(cloud.region).flatMap((instanceType) =>
          zonesOfType(instanceType, cloud.region).map((location) => ({
            instanceType,
            locationType: "availability-zone",
            location,
          })),
        ),
      };
    },
  },
  DescribeSpotPriceHistory: {
    takes: ["ProductDescription", "StartTime", "MaxResults"],
    act: ({ cloud, now }) => ({
      spotPriceHistorySet: sold(cloud.region).flatMap((instanceType) => {
        const usd = pricePerHour(instanceType, cloud.region);
        if (usd === undefined) return [];
        return zonesOfType(instanceType, cloud.region).map((availabilityZone) => ({
          instanceType,
          productDescription: "Linux/UNIX",
          spotPrice: (usd * spotShare).toFixed(6),
          timestamp: now,
          availabilityZone,
        }));
      }),
    }),
  },
};

/** The answer to a dry run that would succeed. */
export const dryRun = (): Refusal =>
  new Refusal("DryRunOperation: Request would have succeeded, but DryRun flag is set.");

const sold = (region: string): readonly string[] =>
  zonesOf(region).length === 0
    ? []
    : instanceNames().filter((name) => zonesOfType(name, region).length > 0);

function described(name: string) {
  const of = instanceFacts(name);
  return of === undefined ? [] : [infoOf(name, of)];
}

const infoOf = (instanceType: string, of: InstanceLine) => ({
  instanceType,
  currentGeneration: true,
  freeTierEligible: false,
  supportedUsageClasses: ["on-demand", "spot"],
  supportedRootDeviceTypes: ["ebs"],
  supportedVirtualizationTypes: ["hvm"],
  bareMetal: false,
  hypervisor: "nitro",
  processorInfo: {
    supportedArchitectures: [architectureOf(of)],
    sustainedClockSpeedInGhz: of.ghz,
    manufacturer: of.maker,
  },
  vCpuInfo: { defaultVCpus: of.vcpu },
  memoryInfo: { sizeInMiB: of.memoryMiB },
  instanceStorageSupported: of.diskGB !== undefined,
  instanceStorageInfo: of.diskGB && { totalSizeInGB: of.diskGB, nvmeSupport: "required" },
  ebsInfo: {
    ebsOptimizedSupport: "default",
    encryptionSupport: "supported",
    ebsOptimizedInfo: { maximumBandwidthInMbps: of.ebsMbps },
    nvmeSupport: "required",
  },
  networkInfo: {
    networkPerformance: of.network,
    maximumNetworkInterfaces: of.interfaces,
    maximumNetworkCards: 1,
    defaultNetworkCardIndex: 0,
    networkCards: [
      {
        networkCardIndex: 0,
        networkPerformance: of.network,
        maximumNetworkInterfaces: of.interfaces,
      },
    ],
    ipv4AddressesPerInterface: of.addresses,
    ipv6AddressesPerInterface: of.addresses,
    ipv6Supported: true,
    enaSupport: "required",
    efaSupported: false,
    encryptionInTransitSupported: of.encrypted,
  },
  burstablePerformanceSupported: of.burstable ?? false,
  dedicatedHostsSupported: false,
});
