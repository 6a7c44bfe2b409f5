import type { SubnetSpec, VpcArgs } from "./vpc-args.ts";

/** One subnet as the component plans it: a specification in a zone. */
export interface PlannedSubnet {
  /** Name of the subnet and of all that belongs to it. It goes by the zone's place, and not by its name. */
  readonly name: string;
  /** Tag `Name`, which goes by the zone's name. */
  readonly label: string;
  readonly type: SubnetSpec["type"];
  readonly zone: string;
  readonly cidrBlock: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Subnets of all zones in the order of the specifications, with what is unused. */
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

/** Subnets in the order in which they are made: by zone, then public, private and isolated. */
export function madeSubnets(
  subnets: readonly PlannedSubnet[],
  zones: readonly string[],
): readonly PlannedSubnet[] {
  return zones.flatMap((zone) =>
    order.flatMap((type) => subnets.filter((one) => one.zone === zone && one.type === type)),
  );
}
