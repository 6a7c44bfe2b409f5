/** One resource of an exported deployment, as far as it is read or changed here; the rest is carried along. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly custom?: boolean;
  /** Whether it is to be deleted because another has taken its place. */
  readonly delete?: boolean;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** What the provider said of an object that exists and is not ready; the next run applies and awaits it. */
  readonly initErrors?: readonly string[];
  readonly parent?: string;
  readonly dependencies?: readonly string[];
  readonly deletedWith?: string;
  readonly protect?: boolean;
  /** `<urn>::<id>` of its provider. */
  readonly provider?: string;
}

/** What an interrupted run had begun, and not confirmed. */
export interface PendingOperation {
  /** `creating`, `updating`, `deleting`, `reading` or `importing`. */
  readonly type: string;
  readonly resource: StateResource;
}

/** A deployment as Pulumi exports it, as far as it is read here. */
export interface DeploymentState {
  readonly resources?: readonly StateResource[];
  readonly pending_operations?: readonly PendingOperation[];
}

/** "Deployment zipbob-user-server-deployment" of a URN. */
export function shortName(urn: string): string {
  const parts = urn.split("::");
  const type = parts.at(-2)?.split("$").at(-1) ?? "";
  return `${type.split(":").at(-1) ?? type} ${parts.at(-1) ?? urn}`;
}

export const releaseType = "kubernetes:helm.sh/v3:Release";

/** Kind, name and place of an object; `namespace` is undefined for one without. */
export interface Address {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** The Kubernetes object that a resource stands for; undefined for a release and for a resource that is not an object. */
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

/** Name and namespace of the Helm release that a resource stands for. */
export function releaseOf({
  type,
  inputs = {},
}: StateResource): { readonly name: string; readonly namespace: string } | undefined {
  const { name, namespace } = inputs;
  return type === releaseType && typeof name === "string" && typeof namespace === "string"
    ? { name, namespace }
    : undefined;
}
