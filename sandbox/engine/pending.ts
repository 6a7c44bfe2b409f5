/** One resource of an exported deployment. Only the fields that are used here; the others are kept. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly custom?: boolean;
  /** Whether the resource will be deleted because a replacement exists. */
  readonly delete?: boolean;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** The provider's errors for an object that exists but is not ready; the next run applies it again and waits. */
  readonly initErrors?: readonly string[];
  readonly parent?: string;
  readonly dependencies?: readonly string[];
  readonly deletedWith?: string;
  readonly protect?: boolean;
  /** Its provider, as `<urn>::<id>`. */
  readonly provider?: string;
}

/** An operation that an interrupted run started and did not complete. */
export interface PendingOperation {
  /** `creating`, `updating`, `deleting`, `reading` or `importing`. */
  readonly type: string;
  readonly resource: StateResource;
}

/** The fields of an exported deployment that are used here. */
export interface DeploymentState {
  readonly resources?: readonly StateResource[];
  readonly pending_operations?: readonly PendingOperation[];
}

/** `Deployment zipbob-user-server-deployment`, from a URN. */
export function shortName(urn: string): string {
  const parts = urn.split("::");
  const type = parts.at(-2)?.split("$").at(-1) ?? "";
  return `${type.split(":").at(-1) ?? type} ${parts.at(-1) ?? urn}`;
}

export const releaseType = "kubernetes:helm.sh/v3:Release";

/** Identifies a Kubernetes object; `namespace` is undefined for a cluster-scoped one. */
export interface Address {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** The Kubernetes object behind a resource; undefined for a Helm release and for other providers. */
export function addressOf({ type, inputs = {} }: StateResource): Address | undefined {
  const { apiVersion, kind, metadata } = inputs;
  if (!type.startsWith("kubernetes:") || type === releaseType) return undefined;
  if (typeof apiVersion !== "string" || typeof kind !== "string") return undefined;
  if (typeof metadata !== "object" || metadata === null || !("name" in metadata)) return undefined;
  const { name } = metadata;
  const namespace = "namespace" in metadata ? metadata.namespace : undefined;
  if (typeof name !== "string") return undefined;
  return {
    apiVersion,
    kind,
    metadata: { name, ...(typeof namespace === "string" ? { namespace } : {}) },
  };
}

/** Name and namespace of the Helm release behind a resource. */
export function releaseOf({
  type,
  inputs = {},
}: StateResource): { readonly name: string; readonly namespace: string } | undefined {
  const { name, namespace } = inputs;
  return type === releaseType && typeof name === "string" && typeof namespace === "string"
    ? { name, namespace }
    : undefined;
}
