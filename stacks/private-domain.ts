import type { Environment } from "./environment.ts";

/** Domain of the names in the private zone, if there is one. */
export function privateDomain({ network }: Pick<Environment, "network">): string | undefined {
  return network.kind === "vpc" ? network.zones.privateZone : undefined;
}
