import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { InstanceLine } from "../../../sandbox/cloud/facts/instances.ts";
import { isWanted } from "./prices.ts";

const version = "5.1.15";
/** moto contains the responses of DescribeInstanceTypes and DescribeInstanceTypeOfferings, dated like the wheel's files. */
export const motoName = `moto ${version}`;

/** Fetches the package through pip, once for each folder. */
export function downloadMoto(folder: string): void {
  const target = join(folder, "moto-wheel");
  if (existsSync(join(target, "moto"))) return;
  mkdirSync(target, { recursive: true });
  const run = (command: string, args: readonly string[]): void => {
    execFileSync(command, args, { cwd: target, stdio: ["ignore", "ignore", "inherit"] });
  };
  run("pip", ["download", "--quiet", "--no-deps", `moto==${version}`]);
  const wheel = readdirSync(target).find((name) => name.endsWith(".whl"));
  if (wheel === undefined) throw new Error(`pip left no wheel in ${target}`);
  run("python3", ["-m", "zipfile", "-e", wheel, "."]);
}

interface Described {
  readonly BareMetal: boolean;
  readonly BurstablePerformanceSupported: boolean;
  readonly VCpuInfo: { readonly DefaultVCpus: number };
  readonly MemoryInfo: { readonly SizeInMiB: number };
  readonly ProcessorInfo: {
    readonly Manufacturer: string;
    readonly SupportedArchitectures: readonly string[];
    readonly SustainedClockSpeedInGhz?: number;
  };
  readonly NetworkInfo: {
    readonly Ipv4AddressesPerInterface: number;
    readonly NetworkPerformance: string;
    readonly NetworkCards: readonly { readonly MaximumNetworkInterfaces: number }[];
    readonly EncryptionInTransitSupported: boolean;
  };
  readonly EbsInfo: {
    readonly EbsOptimizedInfo?: { readonly MaximumBandwidthInMbps: number };
  };
  readonly InstanceStorageInfo?: { readonly TotalSizeInGB: number };
}

/** @param priced types with a known price; others are omitted */
export function deriveInstances(
  folder: string,
  priced: ReadonlySet<string>,
): Record<string, InstanceLine> {
  const read = <T>(path: string): T =>
    JSON.parse(
      gunzipSync(readFileSync(join(folder, "moto-wheel/moto/ec2/resources", path))).toString(),
    );
  const types = read<Record<string, Described>>("instance_types.json.gz");
  const offerings = read<readonly { InstanceType: string; Location: string }[]>(
    "instance_type_offerings/availability-zone/ap-northeast-2.json.gz",
  );
  const zones = new Map<string, Set<string>>();
  for (const { InstanceType: type, Location: zone } of offerings)
    zones.set(type, (zones.get(type) ?? new Set()).add(zone.slice(-1)));
  return Object.fromEntries(
    Object.entries(types).flatMap(([name, type]) => {
      const seoul = zones.get(name);
      if (!isWanted(name) || type.BareMetal || seoul === undefined || !priced.has(name)) return [];
      return [[name, lineOf(type, [...seoul].sort().join(""))]];
    }),
  );
}

function lineOf(type: Described, seoul: string): InstanceLine {
  const { ProcessorInfo: processor, NetworkInfo: network } = type;
  return {
    vcpu: type.VCpuInfo.DefaultVCpus,
    memoryMiB: type.MemoryInfo.SizeInMiB,
    arch: processor.SupportedArchitectures.includes("arm64") ? "arm64" : "amd64",
    interfaces: network.NetworkCards[0]?.MaximumNetworkInterfaces ?? 0,
    addresses: network.Ipv4AddressesPerInterface,
    maker: processor.Manufacturer,
    ghz: processor.SustainedClockSpeedInGhz ?? 0,
    ebsMbps: type.EbsInfo.EbsOptimizedInfo?.MaximumBandwidthInMbps ?? 0,
    network: network.NetworkPerformance,
    encrypted: network.EncryptionInTransitSupported,
    ...(type.BurstablePerformanceSupported && { burstable: true }),
    ...(type.InstanceStorageInfo && { diskGB: type.InstanceStorageInfo.TotalSizeInGB }),
    seoul,
  };
}
