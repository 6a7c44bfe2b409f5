import { Address4 } from "ip-address";
import type { Problem } from "./schema.ts";

/** Parses a network in CIDR notation. Returns undefined for other text, and for a network with bits set beyond its prefix. */
export function parseNetwork(cidr: string): Address4 | undefined {
  if (!/^\d+(\.\d+){3}\/\d+$/.test(cidr) || !Address4.isValid(cidr)) return undefined;
  const parsed = new Address4(cidr);
  return parsed.startAddress().correctForm() === parsed.addressMinusSuffix ? parsed : undefined;
}

/** Checks a network, and that its prefix length is from `shortest` to `longest`, both included. */
export function validateNetwork(cidr: string, shortest = 0, longest = 32): Problem {
  const parsed = parseNetwork(cidr);
  if (parsed !== undefined) {
    const prefix = parsed.subnetMask;
    if (prefix < shortest) return `is larger than a /${shortest}`;
    return prefix > longest ? `is smaller than a /${longest}` : undefined;
  }
  if (!cidr.includes("/")) return "has no prefix length";
  if (!Address4.isValid(cidr)) return "is not an IPv4 network";
  const { subnetMask } = new Address4(cidr);
  return {
    problem: "has bits set beyond its prefix",
    remedy: `Write ${new Address4(cidr).startAddress().correctForm()}/${subnetMask}.`,
  };
}

/** Checks a single IPv4 address. */
export function validateAddress(address: string): Problem {
  return isAddress(address) ? undefined : "is not an IPv4 address";
}

/**
 * Checks a public IPv4 address. The documentation ranges (RFC 5737) are accepted: AWS accepts them, and the
 * rehearsals use them.
 */
export function validatePublicAddress(address: string): Problem {
  if (!isAddress(address)) return "is not an IPv4 address";
  const parsed = new Address4(address);
  if (parsed.isPrivate()) return "is a private address";
  return parsed.isGlobal() || parsed.isDocumentation()
    ? undefined
    : "is not an address of the internet";
}

/** Whether two networks have an address in common. Text that is not a network overlaps no network; another check reports it. */
export function overlap(one: string, other: string): boolean {
  const [first, second] = [parseNetwork(one), parseNetwork(other)];
  if (first === undefined || second === undefined) return false;
  return first.isInSubnet(second) || second.isInSubnet(first);
}

/** Whether a network contains another network or an address. */
export function covers(outer: string, inner: string): boolean {
  const network = parseNetwork(outer);
  const held = isAddress(inner) ? new Address4(inner) : parseNetwork(inner);
  return network !== undefined && (held?.isInSubnet(network) ?? false);
}

/** Address of a VPC's resolver, the base of the VPC's network plus two: docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html */
export function vpcResolver(vpcCidr: string): string {
  return new Address4(vpcCidr).startAddress().offset(2).correctForm();
}

/** A network in the form used in resource names: `10-1-0-0-16`. */
export function networkName(cidr: string): string {
  return cidr.replace(/[./]/g, "-");
}

function isAddress(text: string): boolean {
  return /^\d+(\.\d+){3}$/.test(text) && Address4.isValid(text);
}
