import type { ApiObject } from "../cluster/api.ts";

/** The fields of a Deployment that are read here. */
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

/** How to run the controller. */
export interface Wanted {
  readonly namespace: string;
  /** Environment variables from its chart. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The controller that the cluster's Deployments ask for. It only runs while one of its pods is ready. */
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
