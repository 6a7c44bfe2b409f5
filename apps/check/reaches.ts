import { overlap } from "../../components/check/addresses.ts";
import { insideNetworks } from "../../components/check/inside-networks.ts";
import { collect, type ValidationIssue } from "../../components/validation.ts";
import type { System } from "../system.ts";

/** The networks of an environment. An existing cluster does not tell its own. */
export interface Networks {
  readonly network?: { readonly kind: "none" } | Vpc;
}

interface Vpc {
  readonly kind: "vpc";
  readonly cidr: string;
  readonly serviceCidr: string;
  /** Interface endpoints of AWS's APIs: `sqs`. */
  readonly endpoints: readonly string[];
  /** Networks of the company, which a peering or a transit gateway may lead to. */
  readonly company: readonly string[];
  readonly siteToSiteVpn?:
    | {
        readonly connections: Readonly<Record<string, { readonly routing: Routing }>>;
      }
    | undefined;
}

type Routing =
  { readonly kind: "static"; readonly networks: readonly string[] } | { readonly kind: "bgp" };

const reachesOf = ({ services }: System, key: string) =>
  Object.entries(services).flatMap(([name, { reaches = [] }]) =>
    reaches.map(({ cidr }, index) => ({ cidr, key: `${key}.services.${name}.reaches[${index}]` })),
  );

/** Refuses networks of the environment itself: `callsTo` and `uses` open what is there, and no more. */
export function validateReaches({ network }: Networks) {
  return (system: System, key: string): readonly ValidationIssue[] =>
    collect((report) => {
      if (network?.kind !== "vpc") return;
      const own = {
        "the VPC of this environment": network.cidr,
        "the network of Kubernetes' Services": network.serviceCidr,
      };
      for (const { cidr, key: at } of reachesOf(system, key))
        for (const [what, range] of Object.entries(own))
          if (overlap(cidr, range)) {
            const problem = `is in ${what}, ${range}`;
            const remedy = "Name the service in callsTo, or the store in uses.";
            report(`${at}.cidr`, cidr, problem, remedy);
          }
    });
}

/** Whether a setting leads to a network. A device that announces its networks by BGP may lead to any. */
function isJoined({ company, siteToSiteVpn }: Vpc, cidr: string): boolean {
  const behind = Object.values(siteToSiteVpn?.connections ?? {}).flatMap(({ routing }) =>
    routing.kind === "bgp" ? ["0.0.0.0/0"] : routing.networks,
  );
  return [...company, ...behind].some((range) => overlap(range, cidr));
}

/** A sentence for each private network that no setting leads to. */
export function reachWarnings(system: System, { network }: Networks): string[] {
  if (network?.kind !== "vpc") return [];
  return reachesOf(system, system.name)
    .filter(({ cidr }) => insideNetworks.some((range) => overlap(range, cidr)))
    .filter(({ cidr }) => !isJoined(network, cidr))
    .map(
      ({ cidr, key }) =>
        `${key}.cidr: the network policy opens ${cidr}, but no VPN of hanok:network leads there; if a peering or a ` +
        `transit gateway does, add it to hanok:network.company`,
    );
}
