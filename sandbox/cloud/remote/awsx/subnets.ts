import type { SubnetSpec, VpcArgs } from "./vpc-args.ts";

/** One planned subnet: a specification in a zone. */
export interface PlannedSubnet {
  /** Name of the subnet and its related resources. It contains the zone's position, not its name. */
  readonly name: string;
  /** Tag `Name`, which contains the zone's name. */
  readonly label: string;
  readonly type: SubnetSpec["type"];
  readonly zone: string;
  readonly cidrBlock: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Subnets of all zones in the order of the specifications, including spare blocks. */
export function plannedSubnets(
  vpc: string,
  { availabilityZoneNames, subnetSpecs }: Pick<VpcArgs, "availabilityZoneNames" | "subnetSpecs">,
): readonly PlannedSubnet[] {
  return availabilityZoneNames.flatMap((zone, index) =>
    subnetSpecs.map(({ type, name, cidrBlocks, tags = {} }) => ({
      name: `${vpc}-${name}-${index + 1}`,
      label: `${vpc}-${name}-${zoneSuffix(zone)}`,
      type,
      zone,
      cidrBlock: cidrBlocks[index] ?? "",
      tags,
    })),
  );
}

/** `2a` of `ap-northeast-2a`. */
export function zoneSuffix(zone: string): string {
  return zone.replace(/^[a-z]{2}(?:-[a-z]+)+-/, "");
}

const order = ["Public", "Private", "Isolated"];

/** Subnets in the order of creation: by zone, then public, private and isolated. */
export function madeSubnets(
  subnets: readonly PlannedSubnet[],
  zones: readonly string[],
): readonly PlannedSubnet[] {
  return zones.flatMap((zone) =>
    order.flatMap((type) => subnets.filter((one) => one.zone === zone && one.type === type)),
  );
}
