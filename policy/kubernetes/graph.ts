import { matchesType, type Resource } from "../resource.ts";
import { matching } from "../unknown.ts";
import type { Value } from "../value.ts";
import { append, Labelled, Places, Selecting } from "./places.ts";
import { podSelector, selects, selectsMap } from "./labels.ts";
import { type KubernetesObject, nameOf, namespaceOf, objectOf } from "./object.ts";
import { type PodTemplate, podTemplateOf } from "./pods.ts";

/** A workload, and its pod template. */
export interface Workload extends KubernetesObject {
  readonly pod: PodTemplate;
}

/** Kinds whose pods keep running; a Job's or a CronJob's end. */
export const longRunning: ReadonlySet<string> = new Set([
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "ReplicaSet",
  "ReplicationController",
  "Rollout",
  "Pod",
]);

/** The label selector of pods, by the kind of object that has one. */
const podSelectors = {
  PodDisruptionBudget: ({ spec }: KubernetesObject) => spec.at("selector"),
  NetworkPolicy: ({ spec }: KubernetesObject) => podSelector(spec),
} as const;

const scalerKinds = ["HorizontalPodAutoscaler", "ScaledObject"] as const;

/** Resources that create objects in a cluster which are not resources of the stack. */
const charts = ["kubernetes:helm.sh/v3:Release", "kubernetes:helm.sh/v4:Chart"];

/** The Kubernetes objects of a stack, and how they select, mount and route to each other. */
export class KubernetesGraph {
  readonly objects: readonly KubernetesObject[];
  readonly workloads: readonly Workload[];
  readonly #byKind = new Map<string, KubernetesObject[]>();
  readonly #places = new Map<string, Places<KubernetesObject>>();
  readonly #workloadPlaces: Places<Workload>;
  readonly #labelled = new WeakMap<readonly Workload[], Labelled<Workload>>();
  readonly #selecting = new WeakMap<readonly KubernetesObject[], Selecting<KubernetesObject>>();
  readonly #scalers = new WeakMap<
    readonly KubernetesObject[],
    ReadonlyMap<string, readonly KubernetesObject[]>
  >();
  readonly #releases: readonly Resource[];

  constructor(resources: readonly Resource[]) {
    this.objects = resources.flatMap((resource) => objectOf(resource) ?? []);
    this.workloads = this.objects.flatMap((object) => {
      const pod = podTemplateOf(object.resource);
      return pod === undefined ? [] : [{ ...object, pod }];
    });
    for (const object of this.objects) append(this.#byKind, object.kind, object);
    this.#workloadPlaces = new Places(this.workloads);
    this.#releases = resources.filter(({ type }) => matchesType(type, charts));
  }

  of(...kinds: readonly string[]): readonly KubernetesObject[] {
    return kinds.flatMap((kind) => this.#byKind.get(kind) ?? []);
  }

  /** Objects of these kinds in the same cluster and namespace. @throws Undecided */
  beside(object: KubernetesObject, ...kinds: readonly string[]): readonly KubernetesObject[] {
    return kinds.flatMap((kind) => this.#besideOf(object, kind));
  }

  workloadsBeside(object: KubernetesObject): readonly Workload[] {
    return this.workloadsIn(object.resource, namespaceOf(object));
  }

  /** Workloads in a namespace of the cluster that `near` is in. @throws Undecided */
  workloadsIn(near: Resource, namespace: string): readonly Workload[] {
    return this.#workloadPlaces.in(near.provider, namespace);
  }

  /** The object of that kind and name in the cluster that `near` is in. @throws Undecided */
  find(
    near: Resource,
    kind: string,
    namespace: string,
    name: string,
  ): KubernetesObject | undefined {
    return this.#placesOf(kind).named(near.provider, namespace, name);
  }

  /** The cluster-wide object of that kind and name. @throws Undecided */
  findGlobal(near: Resource, kind: string, name: string): KubernetesObject | undefined {
    return this.find(near, kind, "default", name);
  }

  /** The workloads in the object's namespace whose pods a label selector selects. @throws Undecided */
  selected(by: KubernetesObject, selector: Value): readonly Workload[] {
    const candidates = this.#candidates(this.workloadsBeside(by), selector.at("matchLabels"));
    return matching(candidates, ({ pod }) => selects(selector, pod.metadata.at("labels")));
  }

  /** The workloads that a Service selects. @throws Undecided */
  served(service: KubernetesObject): readonly Workload[] {
    const selector = service.spec.at("selector");
    if (selector.empty) return [];
    const candidates = this.#candidates(this.workloadsBeside(service), selector);
    return matching(candidates, ({ pod }) => selectsMap(selector, pod.metadata.at("labels")));
  }

  /** The objects of a kind in a workload's namespace that select its pods, as `selects` decides. @throws Undecided */
  selectorsFor(workload: Workload, kind: keyof typeof podSelectors): readonly KubernetesObject[] {
    const all = this.#besideOf(workload, kind);
    const known = this.#selecting.get(all) ?? new Selecting(all, podSelectors[kind]);
    this.#selecting.set(all, known);
    return known.candidates(workload.pod.metadata.at("labels"));
  }

  /** The autoscalers (HPA, KEDA) that target a workload. @throws Undecided */
  autoscalersOf(workload: KubernetesObject): readonly KubernetesObject[] {
    // the name of a workload without an autoscaler may be unknown
    if (scalerKinds.every((kind) => this.#besideOf(workload, kind).length === 0)) return [];
    const name = nameOf(workload);
    const candidates = scalerKinds.flatMap((kind) => this.#aimedAt(workload, kind, name));
    return matching(candidates, (scaler) => {
      const target = scaler.spec.at("scaleTargetRef");
      return (
        (target.at("kind").text ?? "Deployment") === workload.kind &&
        target.at("name").text === name
      );
    });
  }

  /** Whether a Helm chart creates objects in a namespace that are not resources of the stack. */
  hasChart(namespace: string): boolean {
    return this.#releases.some(({ props }) => {
      const place = props.at("namespace");
      return place.unknown || place.text === namespace;
    });
  }

  /** Caches the list. */
  #besideOf(object: KubernetesObject, kind: string): readonly KubernetesObject[] {
    return this.#placesOf(kind).in(object.resource.provider, namespaceOf(object));
  }

  /** The autoscalers in a workload's namespace that target that name. The empty name has those with an unknown target. */
  #aimedAt(workload: KubernetesObject, kind: string, name: string): readonly KubernetesObject[] {
    const all = this.#besideOf(workload, kind);
    const known = this.#scalers.get(all) ?? byTarget(all);
    this.#scalers.set(all, known);
    return [...(known.get(name) ?? []), ...(known.get("") ?? [])];
  }

  #placesOf(kind: string): Places<KubernetesObject> {
    const known = this.#places.get(kind) ?? new Places(this.of(kind));
    this.#places.set(kind, known);
    return known;
  }

  #candidates(workloads: readonly Workload[], labels: Value): readonly Workload[] {
    const known =
      this.#labelled.get(workloads) ??
      new Labelled(workloads, ({ pod }) => pod.metadata.at("labels"));
    this.#labelled.set(workloads, known);
    return known.candidates(labels);
  }
}

function byTarget(
  scalers: readonly KubernetesObject[],
): ReadonlyMap<string, readonly KubernetesObject[]> {
  const all = new Map<string, KubernetesObject[]>();
  for (const scaler of scalers) {
    const name = scaler.spec.at("scaleTargetRef", "name");
    append(all, name.unknown ? "" : (name.text ?? ""), scaler);
  }
  return all;
}
