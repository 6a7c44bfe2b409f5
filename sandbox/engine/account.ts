import { defaultAccount } from "../cloud/caller.ts";
import { writePrincipal } from "../cloud/principal.ts";
import { seedAccount } from "../cloud/seed.ts";
import type { Paths } from "./paths.ts";

type Config = Readonly<Record<string, unknown>>;

/**
 * Creates what a stack's settings expect to find in the account: the public zone, the permissions boundary, the
 * cluster's admins and viewers, and the secrets of its caches. The program runs as the first admin.
 */
export function prepareAccount({ cloud }: Paths, config: Config): void {
  const network = tableOf(config["hanok:network"]);
  if (network === undefined) return;
  const zone = tableOf(tableOf(network["zones"])?.["publicZone"]);
  const name = zone?.["name"] ?? config["hanok:domain"];
  const id = zone?.["zoneId"];
  const boundary = config["hanok:permissionsBoundary"];
  const cluster = tableOf(config["hanok:cluster"]);
  const admins = textsOf(cluster?.["admins"]);
  seedAccount({
    home: cloud,
    account: defaultAccount,
    zone:
      zone?.["kind"] === "new" || typeof name !== "string"
        ? undefined
        : { name, id: typeof id === "string" ? id : undefined },
    permissionsBoundary: typeof boundary === "string" ? boundary : undefined,
    principals: [...admins, ...textsOf(cluster?.["viewers"])],
    secrets: textsOf(Object.values(tableOf(cluster?.["pullThrough"]) ?? {})),
  });
  const [deployer] = admins;
  if (deployer !== undefined) writePrincipal(cloud, deployer);
}

function tableOf(value: unknown): Config | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined;
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
