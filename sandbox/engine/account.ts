import { seedAccount } from "../cloud/seed.ts";
import type { Places } from "./places.ts";

/** The simulated account; a stack's own account is somebody else's. */
export const sandboxAccount = "123456789012";

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
    account: sandboxAccount,
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
