import { insideNetworks } from "../check/inside-networks.ts";
import type { Problem } from "../check/schema.ts";
import { validateNetwork, covers, overlap } from "../check/addresses.ts";

/** Ranges that AWS accepts for a VPC: docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
const vpcRanges = insideNetworks;

/** Ranges that EKS accepts for Services: docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html */
const serviceRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

/** Private networks that are in use elsewhere, with their use. */
const taken: Readonly<Record<string, string>> = {
  // Docker's bridge, which Cloud9 and SageMaker use too (vpc-cidr-blocks.html)
  "172.17.0.0/16": "the bridge of Docker",
};

/** Shortest prefix length that EC2 accepts for a VPC. */
const largest = 16;

/**
 * Longest prefix length that has room for pods. Half a zone's share, a /23, has 30 whole blocks of 16 addresses for prefix
 * delegation. A single large node with 250 pods takes 16, and so does its replacement before the old node leaves.
 */
const smallest = 20;

/** Checks the addresses of a VPC. */
export function validateVpcCidr(cidr: string): Problem {
  const problem = validateNetwork(cidr);
  if (problem !== undefined) return problem;
  if (!vpcRanges.some((range) => covers(range, cidr))) {
    return {
      problem: reserved(cidr) ?? "is not private, and would hide addresses of the internet",
      remedy: "Write a network of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10.",
    };
  }
  const size = validateNetwork(cidr, largest);
  if (size !== undefined) {
    return { problem: "is larger than a /16, which AWS does not take", remedy: "Write a /16." };
  }
  if (validateNetwork(cidr, largest, smallest) !== undefined) {
    return {
      problem: `is smaller than a /${smallest}, and pods need addresses too`,
      remedy: `Write a /16, or a /${smallest} at least: it cannot grow later.`,
    };
  }
  return validateTaken(cidr);
}

/** Checks the addresses of Kubernetes' Services. */
export function validateServiceCidr(cidr: string): Problem {
  const problem = validateNetwork(cidr, 12, 24);
  if (problem !== undefined) return problem;
  if (serviceRanges.some((range) => covers(range, cidr))) return validateTaken(cidr);
  return {
    problem: "is not private, and EKS takes no other",
    remedy: "Write a network of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.",
  };
}

function validateTaken(cidr: string): Problem {
  const found = Object.entries(taken).find(([range]) => overlap(range, cidr));
  return found && { problem: `overlaps ${found[0]}, ${found[1]}` };
}

/** Purpose of a reserved network that no VPC can have. */
function reserved(cidr: string): string | undefined {
  const ranges: Readonly<Record<string, string>> = {
    "127.0.0.0/8": "is of this host itself",
    "169.254.0.0/16": "is link-local, and holds the services that AWS gives each instance",
    "224.0.0.0/4": "is of multicast",
    "0.0.0.0/8": "is of no network",
    "240.0.0.0/4": "is reserved",
  };
  const within = Object.entries(ranges).find(([range]) => covers(range, cidr));
  return within?.[1];
}
