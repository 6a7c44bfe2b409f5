import { getVpcOutput } from "@pulumi/aws/ec2/getVpc.js";
import { getVpcsOutput } from "@pulumi/aws/ec2/getVpcs.js";
import * as pulumi from "@pulumi/pulumi";
import { type Fault, refuse } from "../fault.ts";

interface StandingArgs {
  /** What the settings say. */
  readonly cidr: string;
  /** Tags of this environment's VPC, which no other VPC of the account and region has. */
  readonly tags: Readonly<Record<string, string>>;
  /** Where `cidr` stands, for a fault: `hanok:network.cidr`. */
  readonly key: string;
}

/**
 * The addresses, once it is known that no VPC of this environment stands with others. A VPC cannot be moved while something is in it: its
 * internet gateway leaves it only when no public address is mapped (DetachInternetGateway), and clusters and stores stay in the VPC that
 * they were made in. Asked in a preview too, so that it is refused before anything is changed.
 */
export function standing(
  { cidr, tags, key }: StandingArgs,
  { parent }: Pick<pulumi.ResourceOptions, "parent">,
): pulumi.Output<string> {
  const options = parent === undefined ? {} : { parent };
  return getVpcsOutput({ tags }, options).ids.apply((ids) =>
    pulumi.all(ids.map((id) => getVpcOutput({ id }, options).cidrBlock)).apply((found) => {
      refuse(movedFaults(found, cidr, key));
      return cidr;
    }),
  );
}

/** What is wrong with other addresses than those that stand. */
export function movedFaults(found: readonly string[], cidr: string, key: string): readonly Fault[] {
  const other = found.find((one) => one !== cidr);
  if (other === undefined) return [];
  return [
    {
      key,
      value: cidr,
      problem: `is not that of the VPC that stands, ${other}`,
      remedy: `Write ${other}; or run pulumi destroy with it first: a VPC cannot be moved with what is in it.`,
    },
  ];
}
