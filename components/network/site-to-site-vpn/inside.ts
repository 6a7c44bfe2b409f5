import type { Problem } from "../../check/schema.ts";
import { covers, validateNetwork, parseNetwork } from "../../check/addresses.ts";

/** Link-local networks that AWS reserves: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpnTunnelOptionsSpecification.html */
const reserved = [
  "169.254.0.0/30",
  "169.254.1.0/30",
  "169.254.2.0/30",
  "169.254.3.0/30",
  "169.254.4.0/30",
  "169.254.5.0/30",
  "169.254.169.252/30",
];

/** Checks the inside addresses of a tunnel. */
export function validateInsideCidr(cidr: string): Problem {
  const problem = validateNetwork(cidr);
  if (problem !== undefined) return problem;
  if (parseNetwork(cidr)?.subnetMask !== 30) return "is not a /30";
  if (!covers("169.254.0.0/16", cidr)) return "is not in 169.254.0.0/16";
  return reserved.includes(cidr) ? "is kept by AWS" : undefined;
}
