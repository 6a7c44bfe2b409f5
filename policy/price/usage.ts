import { z } from "zod";

const amount = (unit: string, description: string, otherwise: number) =>
  z
    .number()
    .min(0)
    .meta({ unit, description, remedy: `Write a number of ${unit}, 0 or more.` })
    .default(otherwise);

/** What the price assumes of the use of an environment in a month. */
export const usageOptions = z
  .strictObject({
    natGb: amount("GB", "Traffic through NAT gateways.", 50),
    interZoneGb: amount("GB", "Traffic between zones, billed once in each direction.", 50),
    internetGb: amount("GB", "Traffic from load balancers to the internet.", 50),
    requestsMillion: amount("millions", "Requests to the load balancers.", 2),
    controlPlaneLogsGb: amount("GB", "Logs of the control plane of EKS.", 4),
    flowLogsGb: amount("GB", "Flow logs of the VPC.", 1),
    otherLogsGb: amount("GB", "Logs in each other log group.", 0.1),
    snapshotGb: amount("GB", "Snapshots of volumes that are kept.", 0),
    backupGb: amount("GB", "Recovery points in each backup vault.", 20),
    imagesGb: amount("GB", "Images in each repository.", 1),
    bucketGb: amount("GB", "Objects in each bucket.", 1),
    databaseGb: amount("GB", "Data in each Aurora or DocumentDB cluster.", 20),
    databaseIoMillion: amount("millions", "Reads and writes of each such cluster.", 10),
    clientVpnHours: amount("hours", "Connections of all people to a client VPN.", 0),
    spotPriceShare: z
      .number()
      .min(0.05)
      .max(1)
      .meta({
        unit: "of 1",
        description: "Price of a Spot instance as a share of its price on demand.",
        remedy: "Write a share from 0.05 to 1, like 0.4.",
      })
      .default(0.4),
  })
  .meta({
    description: "What the price assumes of the use of the environment in a month.",
    remedy: "Write {natGb: 100, requestsMillion: 5}: each amount of a month.",
  });

/** The assumptions, each with its default where a program says nothing. */
export type Usage = Readonly<z.infer<typeof usageOptions>>;

/** Type of the component whose inputs hold a program's assumptions below `usage`. */
export const budgetType = "hanok:index:Budget";

/** The assumptions of a program; defaults where it has none, or wrong ones. */
export const usageOf = (given: unknown): Usage =>
  usageOptions.safeParse(given ?? {}).data ?? usageOptions.parse({});
