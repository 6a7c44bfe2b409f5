import { addressOf, type Block, blockOf, overlaps } from "../../cidr.ts";
import type { PlannedSubnet } from "./subnets.ts";
import { zoneSuffix } from "./subnets.ts";
import type { VpcArgs } from "./vpc-args.ts";

/** @throws Error in the component's words, for specifications that it refuses before planning */
export function judgeSpecs({ availabilityZoneNames: zones, subnetSpecs }: VpcArgs): void {
  const suffixes = new Map<string, string>();
  for (const zone of zones) {
    const other = suffixes.get(zoneSuffix(zone));
    if (other !== undefined)
      throw new Error(
        `subnetNameTagStrategy="AvailabilityZone" requires availability zones with distinct suffixes, but ` +
          `"${other}" and "${zone}" both reduce to "${zoneSuffix(zone)}".`,
      );
    suffixes.set(zoneSuffix(zone), zone);
  }
  const issues = subnetSpecs.flatMap(({ cidrBlocks, type, name }, index) => [
    ...(subnetSpecs.slice(0, index).some((other) => other.type === type && other.name === name)
      ? [`Multiple subnet specs of type "${type.toLowerCase()}" require unique names.`]
      : []),
    ...(cidrBlocks.length === zones.length
      ? []
      : [
          `The number of CIDR blocks in subnetSpecs[${index}] must match the number of availability zones (${zones.length}).`,
        ]),
  ]);
  if (issues.length > 0)
    throw new Error(`Invalid subnet specifications:\n - ${issues.join("\n - ")}`);
}

interface Placed extends PlannedSubnet {
  readonly block: Block;
}

/** @throws Error in the component's words, for subnets that overlap or do not fill the VPC from its start to its end */
export function judgeSubnets(cidrBlock: string, subnets: readonly PlannedSubnet[]): void {
  const vpc = parsed(cidrBlock);
  const placed = subnets.map((subnet) => ({ ...subnet, block: parsed(subnet.cidrBlock) }));
  const overlapping = placed.filter((one) =>
    placed.some((other) => one !== other && overlaps(one.block, other.block)),
  );
  if (overlapping.length > 0)
    throw new Error(
      "The following subnets overlap with at least one other subnet. Make the CIDR for the VPC larger, " +
        "reduce the size of the subnets per AZ, or use less Availability Zones:\n\n" +
        overlapping.map((one, at) => `${at + 1}. ${one.name}: ${one.cidrBlock}\n`).join(""),
    );
  const gaps = gapsIn(cidrBlock, vpc, placed);
  if (gaps.length > 0)
    throw new Error(
      `There are gaps in the subnet ranges. Please fix the following gaps: ${gaps.join(", ")}`,
    );
}

function gapsIn(cidrBlock: string, vpc: Block, subnets: readonly Placed[]): readonly string[] {
  const gaps = subnets.flatMap((subnet, at) => {
    const before = subnets[at - 1];
    const start = before === undefined ? vpc.first : before.block.first + before.block.size;
    if (subnet.block.first === start) return [];
    const here = `${subnet.name} (${subnet.cidrBlock})`;
    return before === undefined
      ? [`${here} does not start at the beginning of the VPC (${cidrBlock})`]
      : [`${before.name} (${before.cidrBlock}) <=> ${here}`];
  });
  const last = subnets.at(-1);
  if (last === undefined) return gaps;
  const [end, wanted] = [lastOf(last.block), lastOf(vpc)];
  if (end === wanted) return gaps;
  return [
    ...gaps,
    `${last.name} (ending ${addressOf(end)}) ends before VPC ends (at ${addressOf(wanted)})`,
  ];
}

function lastOf({ first, size }: Block): number {
  return first + size - 1;
}

function parsed(text: string): Block {
  const block = blockOf(text);
  if (block === undefined) throw new Error(`Invalid net address: ${text}`);
  return block;
}
