import { createHash } from "node:crypto";
import type { Cloud, Reference } from "../model.ts";
import type { Refusal } from "../refusal.ts";
import { reference } from "../resource/references.ts";
import { text } from "../values.ts";
import { vpcIdOf, zoneOf } from "./ec2/address.ts";
import { types } from "./ec2/types.ts";

/** Distinct zones of subnets, in order. */
export function zonesOfSubnets(cloud: Cloud, subnetIds: readonly string[]): readonly string[] {
  const zones = subnetIds.flatMap((id) => zoneOf(cloud.find(types.subnet, id)) ?? []);
  return [...new Set(zones)].toSorted();
}

export function vpcsOfSubnets(cloud: Cloud, subnetIds: readonly string[]): readonly string[] {
  return [...new Set(subnetIds.flatMap((id) => vpcIdOf(cloud, id) ?? []))];
}

/**
 * The VPC of subnets.
 * @throws the given error if they are in several
 */
export function vpcOfSubnets(
  cloud: Cloud,
  subnetIds: readonly string[],
  refusal: Refusal,
): string | undefined {
  const [vpcId, another] = vpcsOfSubnets(cloud, subnetIds);
  if (another !== undefined) throw refusal;
  return vpcId;
}

/** A key by ARN. KMS does not check for users when a key is deleted. */
export const keyReference = (error: string): Reference =>
  reference("aws:kms/key:Key", error, { by: "arn", onDelete: "ignore" });

/** @throws the error that `refuse` makes of the first security group in another VPC */
export function admitGroups(
  cloud: Cloud,
  vpcId: string | undefined,
  groups: readonly string[],
  refuse: (group: string, itsVpc: string) => Refusal,
): void {
  for (const group of groups) {
    const itsVpc = text(cloud.of(types.group, group), "vpcId");
    if (vpcId !== undefined && itsVpc !== undefined && itsVpc !== vpcId)
      throw refuse(group, itsVpc);
  }
}

/** The part of endpoint names that is unique to an account and region. */
export function accountLabel(service: string, { account, region }: Cloud): string {
  return BigInt(`0x${hash(`${service}|${account}|${region}`)}`)
    .toString(36)
    .slice(0, 12);
}

function hash(of: string): string {
  return createHash("sha256").update(of).digest("hex");
}

/** Domain of service endpoints in a region. */
export function domainOf({ region }: Cloud): string {
  return region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
}
