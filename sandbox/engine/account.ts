import { defaultAccount } from "../cloud/lookup.ts";
import { seedAccount } from "../cloud/seed.ts";
import type { Places } from "./places.ts";

type Config = Readonly<Record<string, unknown>>;

/** What the settings of a stack take for granted in its account: the public zone of its domain, and its permissions boundary. */
export function prepareAccount({ cloud }: Places, config: Config): void {
  const network = tableOf(config["hanok:network"]);
  if (network === undefined) return;
  const zone = tableOf(tableOf(network["zones"])?.["publicZone"]);
  const name = zone?.["name"] ?? config["hanok:domain"];
  const id = zone?.["zoneId"];
  const boundary = config["hanok:permissionsBoundary"];
  seedAccount({
    home: cloud,
    account: defaultAccount,
    zone:
      zone?.["kind"] === "new" || typeof name !== "string"
        ? undefined
        : { name, id: typeof id === "string" ? id : undefined },
    permissionsBoundary: typeof boundary === "string" ? boundary : undefined,
  });
}

function tableOf(value: unknown): Config | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined;
}
