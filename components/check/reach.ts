import { covers, overlap, validateNetwork } from "./addresses.ts";
import { insideNetworks } from "./inside-networks.ts";
import type { Problem } from "./schema.ts";

/** Networks that lead to a host itself, to AWS's services on each instance, or nowhere. */
const never: Readonly<Record<string, string>> = {
  "0.0.0.0/8": "belongs to no network",
  "127.0.0.0/8": "is the pod itself",
  "169.254.0.0/16": "is link-local, where the nodes' credentials are",
  "224.0.0.0/3": "is multicast or reserved",
};

/** Shortest prefix of a public network; a wider one is the internet. */
const widest = 16;

/** Checks a network that a service may reach: private, or a part of the internet that belongs to one party. */
export function validateReach(cidr: string): Problem {
  const form = validateNetwork(cidr);
  if (form !== undefined) return form;
  if (insideNetworks.some((range) => covers(range, cidr))) return undefined;
  if (validateNetwork(cidr, widest) !== undefined)
    return {
      problem: "is the internet",
      remedy: 'Write internet: { ports: [443], because: "…" }, or the address that you mean.',
    };
  const found = Object.entries(never).find(([range]) => overlap(range, cidr));
  return found && { problem: found[1], remedy: "Write the address of a server." };
}
