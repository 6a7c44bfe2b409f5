import { Address4 } from "ip-address";
import type { Problem } from "../../check/schema.ts";

/** Never seen as a source on the internet; EKS refuses them: https://www.rfc-editor.org/rfc/rfc6890 */
const notPublic = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "224.0.0.0/3",
].map((range) => new Address4(range));

/** Networks in `publicAccessCidrs`: https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html */
export const mostPublicAccess = 40;

/** Below this, a network is no office any more: two /1 are the whole internet. */
const largest = 16;

/** What is wrong with a network that shall reach the API from the internet. */
export function validatePublicCidr(value: string): Problem {
  if (!value.includes("/")) {
    return { problem: "has no prefix length", remedy: `Write ${value}/32 for one address.` };
  }
  if (!Address4.isValid(value)) return "is no IPv4 network";
  const network = new Address4(value);
  const start = `${network.startAddress().correctForm()}/${network.subnetMask}`;
  if (network.subnetMask < largest) {
    return {
      problem: network.subnetMask === 0 ? "is the whole internet" : `is larger than a /${largest}`,
      remedy: "Name the addresses that deploy, like 203.0.113.7/32.",
    };
  }
  if (start !== value) return { problem: "has bits beyond its prefix", remedy: `Write ${start}.` };
  return notPublic.some((range) => network.isInSubnet(range))
    ? {
        problem: "is no address of the internet",
        remedy: "Leave it out: who is in the VPC reaches the private endpoint.",
      }
    : undefined;
}
