import { z } from "zod";
import { validateDomain } from "../../check/names.ts";
import { type Infer, list, type Problem, text } from "../../check/schema.ts";
import { validateAddress, validateNetwork } from "../../check/addresses.ts";

const remedy = "Write {domain: corp.example.com, servers: [192.168.0.53, 192.168.1.53]}.";

const rule = z
  .strictObject({
    domain: text(validateForwarded).meta({
      description: "Domain, and all below it: `corp.example.com`, `168.192.in-addr.arpa`.",
      remedy: "Write a domain, like corp.example.com.",
    }),
    servers: list(text(validateAddress).meta({ remedy })).min(1).max(6).meta({
      description: "IPv4 addresses of its servers, port 53, one to six.",
      remedy: "Write one to six addresses: [192.168.0.53, 192.168.1.53].",
      source: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html",
    }),
  })
  .meta({ remedy });

/** `hanok:network.resolver`. `validateResolver` checks its values against each other. */
export const resolverOptions = z
  .strictObject({
    forward: list(rule)
      .meta({
        description: "Domains that the VPC asks the company for; makes an outbound endpoint.",
        remedy: `Write a list of rules: [${remedy.slice("Write ".length, -1)}].`,
      })
      .optional(),
    inbound: list(
      text((value) => validateNetwork(value)).meta({
        remedy: "Write a network, like 192.168.0.0/16.",
      }),
    )
      .meta({
        description:
          "Networks that may ask the VPC for names of its private zone; makes an inbound endpoint.",
        remedy: "Write the networks that may ask: [192.168.0.0/16].",
      })
      .optional(),
  })
  .meta({
    description:
      "Name resolution between the VPC and the company. Each endpoint costs 182.50 USD a month.",
    remedy: "Write {forward: [{domain: …, servers: […]}]}, {inbound: [<network>]}, or both.",
    source: "https://aws.amazon.com/route53/pricing/",
  });

export type ResolverOptions = Infer<typeof resolverOptions>;

function validateForwarded(domain: string): Problem {
  if (domain === ".") {
    const whole = "Name the company's domains: AWS's own names must not leave the VPC.";
    return { problem: "is every name", remedy: whole };
  }
  if (/(^|\.)(amazonaws\.com|compute\.internal|aws)$/.test(domain))
    return { problem: "is AWS's own", remedy: "Name the company's domains only." };
  const problem = validateDomain(domain);
  // a company's domain may have one label
  return problem === "has only one label" ? undefined : problem;
}
