import type { z } from "zod";
import { validateDomain } from "../../check/names.ts";
import { fields, list, type Problem, text } from "../../check/schema.ts";
import { validateAddress, validateNetwork } from "../addresses.ts";

/** Names that somebody else's servers answer. */
export interface ForwardRule {
  /** Domain, and all below it: `corp.example.com`, `168.192.in-addr.arpa`. */
  readonly domain: string;
  /** IPv4 addresses of its servers, port 53, one to six. */
  readonly servers: readonly string[];
}

/**
 * Name resolution between the VPC and the company. Each endpoint has two network interfaces, each of which bills 0.125 USD
 * an hour in us-east-1: 182.50 USD a month of 730 hours for an endpoint (https://aws.amazon.com/route53/pricing/).
 */
export interface ResolverOptions {
  /** What the VPC asks the company; makes an outbound endpoint. @default nothing */
  readonly forward?: readonly ForwardRule[] | undefined;
  /** Networks that may ask the VPC, for its private zone; makes an inbound endpoint. @default none */
  readonly inbound?: readonly string[] | undefined;
}

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html */
const mostServers = 6;

const rule = "Write {domain: corp.example.com, servers: [192.168.0.53, 192.168.1.53]}.";

/** Shape and single values of the settings; what they say of each other is `validateResolver`. */
export const resolverOptions: z.ZodType<ResolverOptions> = fields(
  {
    forward: list(
      fields(
        {
          domain: text("Write a domain, like corp.example.com.", validateForwarded),
          servers: list(text(rule, validateAddress), rule, 1).superRefine((servers, context) => {
            if (servers.length <= mostServers) return;
            context.addIssue({
              code: "custom",
              message: `has ${servers.length} servers`,
              params: { remedy: `A rule has ${mostServers} at most.` },
              input: servers,
            });
          }),
        },
        rule,
      ),
      `Write a list of rules: [${rule.slice("Write ".length, -1)}].`,
    ).optional(),
    inbound: list(
      text("Write a network, like 192.168.0.0/16.", (value) => validateNetwork(value)),
      "Write the networks that may ask: [192.168.0.0/16].",
    ).optional(),
  },
  "Write {forward: [{domain: …, servers: […]}]}, {inbound: [<network>]}, or both.",
);

function validateForwarded(domain: string): Problem {
  if (domain === ".") {
    return {
      problem: "is every name",
      remedy: "Name the company's domains: AWS's own names must not leave the VPC.",
    };
  }
  if (/(^|\.)(amazonaws\.com|compute\.internal|aws)$/.test(domain)) {
    return { problem: "is AWS's own", remedy: "Name the company's domains only." };
  }
  const problem = validateDomain(domain);
  // a company's domain may have one label
  return problem === "has one label only" ? undefined : problem;
}
