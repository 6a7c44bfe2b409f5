import {
  addressOf,
  type DeploymentState,
  type PendingOperation,
  releaseOf,
  shortName,
  type StateResource,
} from "./pending.ts";

/** What exists of a resource that an interrupted run was working on. */
export type Found =
  | { readonly kind: "absent" }
  /**
   * @property fieldManager field manager that applied the object; a release has none
   * @property made ID and outputs of an AWS resource
   */
  | {
      readonly kind: "present";
      readonly fieldManager?: string;
      readonly made?: Pick<Required<StateResource>, "id" | "outputs">;
    };

/** Result for one operation that was in progress. */
type Outcome = "adopted" | "made again" | "applied again" | "deleted again" | "gone already";

const reasons: Readonly<Record<Outcome, string>> = {
  adopted: "it exists",
  "made again": "it does not exist",
  "applied again": "its update may be incomplete",
  "deleted again": "it may still exist",
  "gone already": "it no longer exists",
};

/** Stored as an init error, which makes the next run apply the object again and wait for it. */
const interrupted = "the run that worked on it was interrupted";

/**
 * Reconciles the state with an interrupted run; it changes no object. If an object exists, its creation becomes a resource
 * of the state, with the field manager that applied it. An unfinished update is applied again, even if the program
 * has been changed back.
 *
 * @param found by URN, for creations, and for deletions of releases; a missing entry means absent
 * @returns the state without pending operations, and a line for each outcome with the resources' names
 */
export function reconcileState<T extends DeploymentState>(
  deployment: T,
  found: ReadonlyMap<string, Found>,
): { readonly deployment: T; readonly lines: readonly string[] } {
  const names = new Map<Outcome, string[]>();
  let resources = deployment.resources ?? [];
  for (const operation of deployment.pending_operations ?? []) {
    const step = reconcileOne(resources, operation, found.get(operation.resource.urn));
    resources = step.resources;
    if (step.outcome !== undefined)
      names.set(step.outcome, [
        ...(names.get(step.outcome) ?? []),
        shortName(operation.resource.urn),
      ]);
  }
  const lines = [...names].map(
    ([outcome, of]) => `  ${outcome} (${reasons[outcome]}): ${of.join(", ")}`,
  );
  return {
    deployment: { ...deployment, resources, pending_operations: [] },
    lines: lines.length > 0 ? ["an earlier run was interrupted; its operations:", ...lines] : [],
  };
}

interface Step {
  readonly resources: readonly StateResource[];
  /** Undefined if nothing was done. */
  readonly outcome?: Outcome;
}

function reconcileOne(
  resources: readonly StateResource[],
  { type, resource }: PendingOperation,
  found: Found | undefined,
): Step {
  switch (type) {
    case "creating": {
      const record = found?.kind === "present" ? adopted(resource, found) : undefined;
      return record === undefined
        ? { resources, outcome: "made again" }
        : { resources: withAdopted(resources, record), outcome: "adopted" };
    }
    case "updating":
      return { resources: resources.map(applyAgain(resource)), outcome: "applied again" };
    case "deleting": {
      const gone = found?.kind === "absent" && !isNeeded(resources, resource.urn);
      return gone
        ? { resources: resources.filter((of) => !isSame(of, resource)), outcome: "gone already" }
        : { resources, outcome: "deleted again" };
    }
    default:
      return { resources };
  }
}

/** The state entry that the provider would have returned for an object that exists but is not ready. */
function adopted(
  resource: StateResource,
  { fieldManager, made }: Extract<Found, { kind: "present" }>,
): StateResource | undefined {
  const { inputs = {} } = resource;
  if (made !== undefined) return { ...resource, ...made, initErrors: [interrupted] };
  const release = releaseOf(resource);
  if (release !== undefined)
    return {
      ...resource,
      id: `${release.namespace}/${release.name}`,
      outputs: inputs,
      initErrors: [interrupted],
    };
  const address = addressOf(resource);
  if (address === undefined) return undefined;
  const { name, namespace } = address.metadata;
  return {
    ...resource,
    id: namespace === undefined ? name : `${namespace}/${name}`,
    // the Kubernetes provider's internal fields: inputs, API version and field manager
    outputs: {
      ...inputs,
      __inputs: inputs,
      __initialApiVersion: address.apiVersion,
      ...(fieldManager === undefined ? {} : { __fieldManager: fieldManager }),
    },
    initErrors: [interrupted],
  };
}

/** An entry for the same object is kept. An entry for another object is moved behind the new one and marked for deletion. */
function withAdopted(
  resources: readonly StateResource[],
  record: StateResource,
): readonly StateResource[] {
  const old = resources.find(({ urn, delete: leaves }) => urn === record.urn && leaves !== true);
  if (old === undefined) return [...resources, record];
  if (old.id === record.id) return resources.map(applyAgain(old));
  return [
    ...resources.map((resource) => (resource === old ? record : resource)),
    { ...old, delete: true },
  ];
}

function applyAgain(of: StateResource) {
  return (resource: StateResource): StateResource =>
    isSame(resource, of) ? { ...resource, initErrors: [interrupted] } : resource;
}

function isSame(one: StateResource, other: StateResource): boolean {
  return one.urn === other.urn && (one.delete ?? false) === (other.delete ?? false);
}

function isNeeded(resources: readonly StateResource[], urn: string): boolean {
  return resources.some(
    ({ parent, dependencies = [], deletedWith }) =>
      parent === urn || dependencies.includes(urn) || deletedWith === urn,
  );
}
