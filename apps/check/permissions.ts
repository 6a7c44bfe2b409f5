import {
  isPermitted,
  longestPolicy,
  policyLength,
} from "../../components/app-service/permissions.ts";
import { collect, type ValidationIssue } from "../../components/validation.ts";
import type { System } from "../system.ts";

/** The part of an environment that decides whether pods have permissions in AWS. */
export interface Account {
  /** @default existing */
  readonly cluster?: { readonly kind: "eks" | "existing" };
  /** @default local */
  readonly profile?: string;
}

/** Permissions need an account, and fit into one policy. */
export function validatePermissions({ cluster, profile = "local" }: Account) {
  return ({ services }: System, key: string): readonly ValidationIssue[] =>
    collect((report) => {
      for (const [name, spec] of Object.entries(services)) {
        const at = `${key}.services.${name}.permissions`;
        if (!isPermitted(spec)) continue;
        const { permissions = [] } = spec;
        if (cluster?.kind !== "eks") {
          const problem = "need an AWS account, but the cluster is an existing one";
          const remedy = `Leave them out here, as in: { ${profile}: { permissions: [] } } does.`;
          report(at, undefined, problem, remedy);
        }
        const length = policyLength(permissions);
        if (length <= longestPolicy) continue;
        const problem = `have ${length} characters, but the policy of a role has at most ${longestPolicy}`;
        report(at, undefined, problem, "Name fewer actions and ARNs, with * for what they share.");
      }
    });
}

/** The port of AWS's APIs. */
const apis = 443;

/** A sentence for each service with permissions that may not send a request to AWS's APIs. */
export function permissionWarnings(system: System, endpoints: readonly string[]): string[] {
  return Object.entries(system.services).flatMap(([name, spec]) => {
    if (!isPermitted(spec) || spec.internet?.ports.includes(apis) === true) return [];
    const services = (spec.permissions ?? [])
      .flatMap(({ actions }) => actions.map((action) => action.split(":")[0] ?? ""))
      .filter((service) => !endpoints.includes(apiOf[service] ?? service));
    if (services.length === 0) return [];
    return [
      `${system.name}.services.${name}.permissions: the network policy opens no way to ${[...new Set(services)].join(" and ")}; ` +
        `add internet: { ports: [443], because: "…" }, which the gateway endpoints of S3 and DynamoDB need too`,
    ];
  });
}

/** Interface endpoint of a service, where its name is not the IAM prefix. */
const apiOf: Readonly<Record<string, string>> = { cloudwatch: "monitoring" };
