import { insideNetworks } from "../check/inside-networks.ts";
import type { Problem } from "../check/schema.ts";
import { validateNetwork, covers, overlap } from "./addresses.ts";

/** What AWS takes for a VPC: docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
const vpcRanges = insideNetworks;

/** What EKS takes for Services: docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html */
const serviceRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

/** Networks that a private one may lie in, and that are taken all the same. */
const taken: Readonly<Record<string, string>> = {
  // the bridge of Docker, which Cloud9 and SageMaker keep too (vpc-cidr-blocks.html)
  "172.17.0.0/16": "the bridge of Docker",
};

/** Below this, EC2 takes no VPC. */
const largest = 16;

/**
 * Above this, pods do not fit: half a zone's share, a /23, has 30 whole blocks of 16 addresses for prefix delegation, and a single large
 * node with 250 pods takes 16, as does its successor before it goes.
 */
const smallest = 20;

/** What is wrong with the addresses of a VPC. */
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

/** What is wrong with the addresses of Kubernetes' Services. */
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

/** What a network is for that no VPC can have. */
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
