import { collect } from "../../validation.ts";
import { covers } from "../../check/addresses.ts";
import type { ResolverOptions } from "./options.ts";

/** Surroundings that the resolver must be consistent with. */
export interface ResolverSurroundings {
  /** The VPC's private zone. @default none */
  readonly privateZone?: string | undefined;
  readonly vpcCidr: string;
}

/** Reports combinations of valid settings that AWS accepts although they cannot work. */
export function validateResolver(
  { forward = [], inbound }: ResolverOptions,
  { privateZone, vpcCidr }: ResolverSurroundings,
  key: string,
) {
  return collect((report) => {
    for (const [index, { domain, servers }] of forward.entries()) {
      const at = `${key}.forward[${index}]`;
      const first = forward.findIndex((rule) => rule.domain === domain);
      if (first < index) {
        const remedy = "A domain has one rule; write all its servers there.";
        report(`${at}.domain`, domain, `is that of ${key}.forward[${first}]`, remedy);
      }
      if (domain === privateZone) {
        const remedy = "A rule wins over a zone of the same name: forward another domain.";
        report(`${at}.domain`, domain, `takes the names of the private zone ${domain}`, remedy);
      }
      for (const [position, server] of servers.entries()) {
        const remedy = "Name the company's servers: the VPC answers its own names.";
        if (covers(vpcCidr, server))
          report(`${at}.servers[${position}]`, server, "is in the VPC", remedy);
      }
    }
    if (forward.length > 0 || (inbound ?? []).length > 0) return;
    const remedy = "Add forward or inbound, or leave it out.";
    report(key, { forward, inbound }, "asks nobody and answers nobody", remedy);
  });
}
