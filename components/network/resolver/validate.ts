import type { ValidationIssue } from "../../validation.ts";
import { covers } from "../addresses.ts";
import type { ResolverOptions } from "./options.ts";

/** What the resolver has to fit into. */
export interface ResolverSurroundings {
  /** The VPC's private zone. @default none */
  readonly privateZone?: string | undefined;
  readonly vpcCidr: string;
}

/** What AWS would take and never let work, in settings that are right one by one. */
export function validateResolver(
  { forward = [], inbound }: ResolverOptions,
  { privateZone, vpcCidr }: ResolverSurroundings,
  key: string,
): readonly ValidationIssue[] {
  const rules = forward.flatMap(({ domain, servers }, index) => {
    const place = { key: `${key}.forward[${index}].domain`, value: domain };
    const first = forward.findIndex((rule) => rule.domain === domain);
    const twice = {
      ...place,
      problem: `is that of ${key}.forward[${first}]`,
      remedy: "A domain has one rule; write all its servers there.",
    };
    const hides = {
      ...place,
      problem: `takes the names of the private zone ${privateZone ?? ""}`,
      remedy: "A rule wins over a zone of the same name: forward another domain.",
    };
    return [
      ...(first < index ? [twice] : []),
      ...(domain === privateZone ? [hides] : []),
      ...servers.flatMap((server, position) =>
        covers(vpcCidr, server)
          ? [
              {
                key: `${key}.forward[${index}].servers[${position}]`,
                value: server,
                problem: "is in the VPC",
                remedy: "Name the company's servers: the VPC answers its own names.",
              },
            ]
          : [],
      ),
    ];
  });
  if (forward.length > 0 || (inbound ?? []).length > 0) return rules;
  return [
    {
      key,
      value: { forward, inbound },
      problem: "asks nobody and answers nobody",
      remedy: "Add forward or inbound, or leave it out.",
    },
  ];
}
