/** The part of an exported deployment that an interrupted run leaves behind. */
export interface PendingOperation {
  readonly type: string;
  readonly resource: {
    readonly urn: string;
    readonly type: string;
    readonly inputs?: Readonly<Record<string, unknown>>;
  };
}

/** A deployment as Pulumi exports it, as far as it is read here. */
export interface DeploymentState {
  readonly resources?: readonly { readonly urn: string; readonly type: string }[];
  readonly pending_operations?: readonly PendingOperation[];
}

/** "Deployment zipbob-user-server-deployment" of a URN. */
export function shortName(urn: string): string {
  const parts = urn.split("::");
  const type = parts.at(-2)?.split("$").at(-1) ?? "";
  return `${type.split(":").at(-1) ?? type} ${parts.at(-1) ?? urn}`;
}

/** One line on what an earlier run had begun and not confirmed; there is at least one. */
export function pendingLine(pending: readonly PendingOperation[]): string {
  const names = pending.slice(0, 3).map(({ resource }) => shortName(resource.urn));
  const more = pending.length > 3 ? ` and ${pending.length - 3} more` : "";
  return `an earlier run was interrupted at ${names.join(", ")}${more}; this one begins them anew`;
}

/** The deployment without its pending operations. What it had begun to make is deleted by then. */
export function withoutPending<T extends DeploymentState>(deployment: T): T {
  return { ...deployment, pending_operations: [] };
}
