import {
  addressOf,
  type DeploymentState,
  type PendingOperation,
  releaseOf,
  shortName,
  type StateResource,
} from "./pending.ts";

/** What the cluster, or the simulated AWS, has of something that an interrupted run had begun. */
export type Found =
  | { readonly kind: "absent" }
  /**
   * @property fieldManager name under which it was applied; a release has none
   * @property made identifier and outputs, of what is no object of the cluster
   */
  | {
      readonly kind: "present";
      readonly fieldManager?: string;
      readonly made?: Pick<Required<StateResource>, "id" | "outputs">;
    };

/** What becomes of an operation that was under way. */
type Outcome = "adopted" | "made again" | "applied again" | "deleted again" | "gone already";

const reasons: Readonly<Record<Outcome, string>> = {
  adopted: "it is there",
  "made again": "it is not there",
  "applied again": "its change may be half done",
  "deleted again": "it may be there still",
  "gone already": "nothing is left to delete",
};

/** A provider says the same of an object that exists and did not get ready: the next run applies and awaits it. */
const interrupted = "the run that worked on it was interrupted";

/**
 * Reconciles what an interrupted run had under way, in the state alone; no object is touched.
 * A creation whose object exists becomes a resource of the state under the name that it was applied with, so that the
 * next run goes on with it. What was being updated is applied again, even if the program has been changed back.
 *
 * @param found by URN, for creations, and for deletions of releases; what is not there counts as absent
 * @returns the state without pending operations, and a line for each outcome, with names
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
    lines: lines.length > 0 ? ["an earlier run was interrupted; what it was at:", ...lines] : [],
  };
}

interface Settled {
  readonly resources: readonly StateResource[];
  /** @default nothing had to be done */
  readonly outcome?: Outcome;
}

function reconcileOne(
  resources: readonly StateResource[],
  { type, resource }: PendingOperation,
  found: Found | undefined,
): Settled {
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

/** The record that the provider would have returned for an object which exists and is not ready. */
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
    // the provider's own fields: what it was made from, in which version, and who owns its fields
    outputs: {
      ...inputs,
      __inputs: inputs,
      __initialApiVersion: address.apiVersion,
      ...(fieldManager === undefined ? {} : { __fieldManager: fieldManager }),
    },
    initErrors: [interrupted],
  };
}

/** An older record of the same object stays, one of another object goes after the new one, to be deleted. */
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
