import { FactsFile } from "./file.ts";
import { instanceClasses } from "./engines.ts";
import { zonesOf } from "./regions.ts";

/** One line of instances.json: an EC2 instance type as DescribeInstanceTypes has it. */
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
  /** Local disks in sum. */
  readonly diskGB?: number;
  /** Letters of the zones of ap-northeast-2 that sell it. */
  readonly seoul: string;
}

const types = new FactsFile("instances.json");
export const prices = new FactsFile("prices.json");

/** Names of all instance types of which enough is known to launch one. */
export function instanceNames(): readonly string[] {
  return types.keys();
}

export function instanceFacts(name: string): InstanceLine | undefined {
  return types.entry<InstanceLine>(name);
}

/** Pods of a node by its addresses: amazon-eks-ami, eni-max-pods.txt. */
export const maxPodsOf = ({ interfaces, addresses }: InstanceLine): number =>
  interfaces * (addresses - 1) + 2;

/** Zones of a region that sell the type: exactly in ap-northeast-2, elsewhere all of a region that sells it at all. */
export function zonesOfType(name: string, region: string): readonly string[] {
  const zones = zonesOf(region);
  if (region === "ap-northeast-2")
    return zones.filter((zone) => instanceFacts(name)?.seoul.includes(zone.slice(-1)));
  return instanceClasses("ec2", region).includes(name) ? zones : [];
}

/** Names of all types that have a price in a region, also of bare metal. */
export function pricedTypes(region: string): readonly string[] {
  return prices.keys(`"${region}"`);
}

/** US dollars an hour on demand; undefined when the price list lacks it. */
export function pricePerHour(name: string, region: string): number | undefined {
  return prices.entry<Readonly<Record<string, number>>>(name)?.[region];
}
