import { getVpc } from "@pulumi/aws/ec2/getVpc.js";
import { getVpcs } from "@pulumi/aws/ec2/getVpcs.js";
import { getZone } from "@pulumi/aws/route53/getZone.js";
import type * as pulumi from "@pulumi/pulumi";
import type { Fault } from "../fault.ts";
import type { VpcOptions } from "./options.ts";
import { zoneFaults, zoneQuery } from "./zones.ts";

interface AccountFaultsArgs {
  readonly settings: Pick<VpcOptions, "cidr" | "zones">;
  readonly domain: string;
  /** Tags of this environment's VPC, which no other VPC of the account and region has. */
  readonly tags: Readonly<Record<string, string>>;
  /** Where the settings stand: `hanok:network`. */
  readonly key: string;
}

/**
 * What the account says against settings that are right by themselves. It is asked before anything is made, in a preview too: an error in
 * the midst of a program would leave what was made until then, and in a program that runs inside another one (the Automation API) an
 * output that never comes would be waited for.
 */
export async function accountFaults(
  { settings: { cidr, zones }, domain, tags, key }: AccountFaultsArgs,
  options: pulumi.InvokeOptions,
): Promise<readonly Fault[]> {
  const [ranges, zone] = await Promise.all([
    standingRanges(tags, options),
    zones.publicZone.kind === "new"
      ? []
      : missingOrWrong(zones.publicZone, domain, `${key}.zones`, options),
  ]);
  return [...movedFaults(ranges, cidr, `${key}.cidr`), ...zone];
}

/** Addresses of the environment's VPC, where it stands. */
async function standingRanges(
  tags: Readonly<Record<string, string>>,
  options: pulumi.InvokeOptions,
): Promise<readonly string[]> {
  const { ids } = await getVpcs({ tags }, options);
  return Promise.all(ids.map(async (id) => (await getVpc({ id }, options)).cidrBlock));
}

/**
 * What is wrong with other addresses than those that stand. A VPC cannot be moved while something is in it: its internet gateway leaves it
 * only when no public address is mapped (DetachInternetGateway), and clusters and stores stay in the VPC that they were made in.
 */
export function movedFaults(standing: readonly string[], cidr: string, key: string): Fault[] {
  return standing
    .filter((one) => one !== cidr)
    .map((one) => ({
      key,
      value: cidr,
      problem: `is not that of the VPC that stands, ${one}`,
      remedy: `Write ${one}; or run pulumi destroy with it first: a VPC cannot be moved with what is in it.`,
    }));
}

async function missingOrWrong(
  publicZone: Parameters<typeof zoneQuery>[0],
  domain: string,
  key: string,
  options: pulumi.InvokeOptions,
): Promise<readonly Fault[]> {
  try {
    return zoneFaults(await getZone(zoneQuery(publicZone, domain), options), domain, key);
  } catch (error) {
    // the provider's words for a name, and Route 53's for an identifier
    if (!/no matching|NoSuchHostedZone/i.test(String(error))) throw error;
    const { zoneId, name = domain } = publicZone;
    return [
      {
        key: `${key}.publicZone`,
        value: zoneId ?? name,
        problem: "is no public hosted zone of the account",
        remedy: `Make it first, name another one, or write publicZone: {kind: new, delegated: false}.`,
      },
    ];
  }
}
