import type { ApiObject } from "../cluster/api.ts";

/** A Deployment, as far as it is read here. */
export interface Deployment extends ApiObject {
  readonly spec?: {
    readonly replicas?: number;
    readonly template?: {
      readonly spec?: {
        readonly containers?: readonly {
          readonly env?: readonly { readonly name: string; readonly value?: string }[];
        }[];
      };
    };
  };
  readonly status?: { readonly readyReplicas?: number };
}

/** What the controller is to be run with. */
export interface Wanted {
  readonly namespace: string;
  /** As its chart writes it. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What a cluster's Deployments ask for: a controller runs where one of its pods is ready, and only there. Pure. */
export function wantedBy(deployments: Iterable<Deployment>): Wanted | undefined {
  for (const { metadata, spec, status } of deployments) {
    if (metadata.name !== "karpenter" || metadata.deletionTimestamp !== undefined) continue;
    if ((status?.readyReplicas ?? 0) === 0) continue;
    const [container] = spec?.template?.spec?.containers ?? [];
    const pairs = (container?.env ?? []).map(({ name, value = "" }) => [name, value]);
    return { namespace: metadata.namespace ?? "", environment: Object.fromEntries(pairs) };
  }
  return undefined;
}
