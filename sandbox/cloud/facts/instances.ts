import { FactsFile } from "./file.ts";
import { instanceClasses } from "./engines.ts";
import { zonesOf } from "./regions.ts";

/** One line of instances.json: an EC2 instance type as in DescribeInstanceTypes. */
export interface InstanceLine {
  readonly vcpu: number;
  readonly memoryMiB: number;
  /** `kubernetes.io/arch`. */
  readonly arch: "amd64" | "arm64";
  /** Network interfaces of the first card. */
  readonly interfaces: number;
  /** IPv4 addresses of one interface. */
  readonly addresses: number;
  readonly maker: string;
  readonly ghz: number;
  readonly ebsMbps: number;
  readonly network: string;
  /** Encryption in transit. */
  readonly encrypted: boolean;
  readonly burstable?: boolean;
  /** Total size of the local disks. */
  readonly diskGB?: number;
  /** Letters of the zones of ap-northeast-2 that offer it. */
  readonly seoul: string;
}

const types = new FactsFile("instances.json");
export const prices = new FactsFile("prices.json");

/** Names of all instance types with enough facts for a launch. */
export function instanceNames(): readonly string[] {
  return types.keys();
}

export function instanceFacts(name: string): InstanceLine | undefined {
  return types.entry<InstanceLine>(name);
}

/** Maximum number of pods of a node, by its addresses: amazon-eks-ami, eni-max-pods.txt. */
export const maxPodsOf = ({ interfaces, addresses }: InstanceLine): number =>
  interfaces * (addresses - 1) + 2;

/** Zones that offer the type: exact for ap-northeast-2, otherwise all zones of a region that offers it. */
export function zonesOfType(name: string, region: string): readonly string[] {
  const zones = zonesOf(region);
  if (region === "ap-northeast-2")
    return zones.filter((zone) => instanceFacts(name)?.seoul.includes(zone.slice(-1)));
  return instanceClasses("ec2", region).includes(name) ? zones : [];
}

/** Names of all types with a price in a region, including bare metal. */
export function pricedTypes(region: string): readonly string[] {
  return prices.keys(`"${region}"`);
}

/** On-demand price in US dollars an hour; undefined if unknown. */
export function pricePerHour(name: string, region: string): number | undefined {
  return prices.entry<Readonly<Record<string, number>>>(name)?.[region];
}
