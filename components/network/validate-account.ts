import { getSubnet } from "@pulumi/aws/ec2/getSubnet.js";
import { getSubnets } from "@pulumi/aws/ec2/getSubnets.js";
import { getVpc } from "@pulumi/aws/ec2/getVpc.js";
import { getVpcs } from "@pulumi/aws/ec2/getVpcs.js";
import { getZone } from "@pulumi/aws/route53/getZone.js";
import type * as pulumi from "@pulumi/pulumi";
import type { ValidationIssue } from "../validation.ts";
import { validateNatImage } from "./nat-image.ts";
import type { VpcOptions } from "./options.ts";
import { planNetwork, type ZonePlan, zoneShares } from "./plan.ts";
import { validateZone, zoneQuery } from "./zones.ts";

interface AccountFaultsArgs {
  readonly settings: Pick<VpcOptions, "cidr" | "zones" | "nat" | "natImage">;
  readonly region: string;
  /** Availability zones, `hanok:zones`. */
  readonly zones: readonly string[];
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
export async function validateAccount(
  { settings, region, zones, domain, tags, key }: AccountFaultsArgs,
  options: pulumi.InvokeOptions,
): Promise<readonly ValidationIssue[]> {
  const { publicZone } = settings.zones;
  const all = await Promise.all([
    validateVpc(settings.cidr, zones, tags, key, options),
    publicZone.kind === "new" ? [] : missingOrWrong(publicZone, domain, `${key}.zones`, options),
    validateNatImage(settings, region, key, options),
  ]);
  return all.flat();
}

/** What the environment's VPC says, where it stands. */
async function validateVpc(
  cidr: string,
  zones: readonly string[],
  tags: Readonly<Record<string, string>>,
  key: string,
  options: pulumi.InvokeOptions,
): Promise<readonly ValidationIssue[]> {
  const { ids } = await getVpcs({ tags }, options);
  const issues = ids.map(async (id): Promise<readonly ValidationIssue[]> => {
    const { cidrBlock } = await getVpc({ id }, options);
    const moved = validateMoved([cidrBlock], cidr, `${key}.cidr`);
    if (moved.length > 0) return moved;
    const plan = planNetwork(cidr, zones.slice(0, zoneShares));
    return validateReordered(await standingZones(id, plan, options), plan);
  });
  return (await Promise.all(issues)).flat();
}

/** Zone by addresses of the private subnets of the plan that stand. */
async function standingZones(
  vpcId: string,
  plan: readonly ZonePlan[],
  options: pulumi.InvokeOptions,
): Promise<ReadonlyMap<string, string>> {
  const filters = [
    { name: "vpc-id", values: [vpcId] },
    { name: "cidr-block", values: plan.map(({ subnets }) => subnets.private) },
  ];
  const { ids } = await getSubnets({ filters }, options);
  const found = await Promise.all(ids.map((id) => getSubnet({ id }, options)));
  return new Map(found.map(({ cidrBlock, availabilityZone }) => [cidrBlock, availabilityZone]));
}

/**
 * What is wrong with other zones than those that stand. The place of a zone in the list decides its addresses, and AWS takes no second
 * subnet with the addresses of one that stands (InvalidSubnet.Conflict).
 * @param standing zone by addresses
 */
export function validateReordered(
  standing: ReadonlyMap<string, string>,
  plan: readonly ZonePlan[],
): ValidationIssue[] {
  return plan.flatMap(({ zone, subnets }, index) => {
    const there = standing.get(subnets.private);
    if (there === undefined || there === zone) return [];
    return [
      {
        key: `hanok:zones[${index}]`,
        value: zone,
        problem: `takes the place of ${there}, whose subnets stand`,
        remedy: "Keep the order of the zones that stand, and add new ones at the end.",
      },
    ];
  });
}

/**
 * What is wrong with other addresses than those that stand. A VPC cannot be moved while something is in it: its internet gateway leaves it
 * only when no public address is mapped (DetachInternetGateway), and clusters and stores stay in the VPC that they were made in.
 */
export function validateMoved(
  standing: readonly string[],
  cidr: string,
  key: string,
): ValidationIssue[] {
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
): Promise<readonly ValidationIssue[]> {
  try {
    return validateZone(await getZone(zoneQuery(publicZone, domain), options), domain, key);
  } catch (error) {
    // the provider's words for a name, and Route 53's for an identifier
    if (!/no matching|NoSuchHostedZone/i.test(String(error))) throw error;
    const { zoneId, name = domain } = publicZone;
    return [
      {
        key: `${key}.publicZone`,
        value: zoneId ?? name,
        problem: "is not a public hosted zone of the account",
        remedy: `Make it first, name another one, or write publicZone: {kind: new, delegated: false}.`,
      },
    ];
  }
}
