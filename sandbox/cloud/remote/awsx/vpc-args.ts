import { z } from "zod";

/**
 * The arguments of `awsx.ec2.Vpc` that Hanok passes (components/network/vpc.ts). Others are refused, because their children were never
 * compared with the real component's.
 */
export const vpcArgs = z.strictObject({
  cidrBlock: z.string(),
  availabilityZoneNames: z.array(z.string()).min(1),
  enableDnsHostnames: z.boolean(),
  enableDnsSupport: z.boolean(),
  natGateways: z.strictObject({ strategy: z.literal("None") }),
  subnetStrategy: z.literal("Exact"),
  subnetNameTagStrategy: z.literal("AvailabilityZone"),
  subnetSpecs: z
    .array(
      z.strictObject({
        type: z.enum(["Public", "Private", "Isolated", "Unused"]),
        name: z.string(),
        cidrBlocks: z.array(z.string()),
        tags: z.record(z.string(), z.string()).optional(),
      }),
    )
    .min(1),
  tags: z.record(z.string(), z.string()),
});

export type VpcArgs = z.infer<typeof vpcArgs>;

export type SubnetSpec = VpcArgs["subnetSpecs"][number];
