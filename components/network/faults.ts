import type { Fault } from "../fault.ts";
import { overlap } from "./addresses.ts";
import type { VpcOptions } from "./options.ts";
import { zoneShares } from "./plan.ts";

/** A network that is in use, and where that is said. */
export interface UsedNetwork {
  readonly key: string;
  readonly cidr: string;
  /** `the VPC`, `a network of the company`. */
  readonly what: string;
}

/** What must not overlap: every network that is told, in the order in which it is decided. */
export function networksOf(
  options: Pick<VpcOptions, "cidr" | "company" | "serviceCidr">,
  key: string,
): readonly UsedNetwork[] {
  return [
    ...options.company.map((cidr, index) => ({
      key: `${key}.company[${index}]`,
      cidr,
      what: "a network of the company",
    })),
    { key: `${key}.cidr`, cidr: options.cidr, what: "the VPC" },
    {
      key: `${key}.serviceCidr`,
      cidr: options.serviceCidr,
      what: "the network of Kubernetes' Services",
    },
  ];
}

/** What is wrong between settings of a network that are right one by one. */
export function networkFaults(
  options: VpcOptions,
  zones: readonly string[],
  key: string,
): readonly Fault[] {
  return [...zoneFaults(zones), ...overlapFaults(networksOf(options, key))];
}

function zoneFaults(zones: readonly string[]): readonly Fault[] {
  const most = `Write two to ${zoneShares} zones, the first ones as they are: their addresses go by their place.`;
  const fault = { key: "hanok:zones", value: zones, remedy: most };
  if (zones.length > zoneShares) {
    return [
      { ...fault, problem: `are ${zones.length}, and the VPC has room for ${zoneShares} zones` },
    ];
  }
  return zones.length < 2
    ? [{ ...fault, problem: "is one zone, and load balancers and databases need two" }]
    : [];
}

/** Each network against those before it; networks of the company may lie in each other. */
export function overlapFaults(networks: readonly UsedNetwork[]): readonly Fault[] {
  return networks.flatMap(({ key, cidr, what }, index) => {
    const other = networks
      .slice(0, index)
      .find((before) => before.what !== what && overlap(before.cidr, cidr));
    if (other === undefined) return [];
    return [
      {
        key,
        value: cidr,
        problem: `overlaps ${other.what}, ${other.cidr}`,
        remedy: key.endsWith(".serviceCidr")
          ? "Write another private network for it, like 10.100.0.0/16: it cannot be changed later."
          : "Write a network that nobody else has: it cannot be changed later.",
      },
    ];
  });
}
