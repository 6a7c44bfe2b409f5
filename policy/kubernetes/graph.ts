import type { Graph } from "../graph.ts";
import type { Resource } from "../resource.ts";
import { Undecided } from "../unknown.ts";
import type { Value } from "../value.ts";
import { selects, selectsMap } from "./labels.ts";
import { type KubernetesObject, nameOf, namespaceOf, objectOf } from "./object.ts";
import { type PodTemplate, podTemplateOf } from "./pods.ts";

/** A workload, and the pods that it makes. */
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

/** The Kubernetes objects of a stack: who selects, mounts and routes to whom. */
export class KubernetesGraph {
  readonly objects: readonly KubernetesObject[];
  readonly workloads: readonly Workload[];
  readonly #byKind = new Map<string, KubernetesObject[]>();

  constructor(graph: Graph) {
    this.objects = graph.resources.flatMap((resource) => objectOf(resource) ?? []);
    this.workloads = this.objects.flatMap((object) => {
      const pod = podTemplateOf(object.resource);
      return pod === undefined ? [] : [{ ...object, pod }];
    });
    for (const object of this.objects) {
      const list = this.#byKind.get(object.kind);
      if (list === undefined) this.#byKind.set(object.kind, [object]);
      else list.push(object);
    }
  }

  of(...kinds: readonly string[]): readonly KubernetesObject[] {
    return kinds.flatMap((kind) => this.#byKind.get(kind) ?? []);
  }

  /** Objects of a kind in the same cluster and namespace. @throws Undecided */
  beside(object: KubernetesObject, ...kinds: readonly string[]): readonly KubernetesObject[] {
    return sameNamespace(object, this.of(...kinds));
  }

  /**
   * The object of that kind and name, in a namespace of the cluster that `near` is in.
   * @throws Undecided when it is not found, and one of the kind has a name that is not known yet
   */
  find(
    near: Resource,
    kind: string,
    namespace: string,
    name: string,
  ): KubernetesObject | undefined {
    return first(
      this.of(kind).filter(({ resource }) => resource.provider === near.provider),
      (object) => nameOf(object) === name && namespaceOf(object) === namespace,
    );
  }

  /** The cluster-wide object of that kind and name. @throws Undecided */
  findGlobal(near: Resource, kind: string, name: string): KubernetesObject | undefined {
    return first(
      this.of(kind).filter(({ resource }) => resource.provider === near.provider),
      (object) => nameOf(object) === name,
    );
  }

  /** The workloads in the object's namespace whose pods a label selector selects. @throws Undecided */
  selected(by: KubernetesObject, selector: Value): readonly Workload[] {
    return matching(sameNamespace(by, this.workloads), ({ pod }) =>
      selects(selector, pod.metadata.at("labels")),
    );
  }

  /** The workloads that a Service selects. @throws Undecided */
  served(service: KubernetesObject): readonly Workload[] {
    const selector = service.spec.at("selector");
    if (selector.empty) return [];
    return matching(sameNamespace(service, this.workloads), ({ pod }) =>
      selectsMap(selector, pod.metadata.at("labels")),
    );
  }

  /** The autoscalers (HPA, KEDA) that aim at a workload. @throws Undecided */
  autoscalersOf(workload: KubernetesObject): readonly KubernetesObject[] {
    return matching(this.beside(workload, "HorizontalPodAutoscaler", "ScaledObject"), (scaler) => {
      const target = scaler.spec.at("scaleTargetRef");
      return (
        (target.at("kind").text ?? "Deployment") === workload.kind &&
        target.at("name").text === nameOf(workload)
      );
    });
  }
}

/** The objects in the same cluster and namespace. @throws Undecided */
export function sameNamespace<T extends KubernetesObject>(
  near: KubernetesObject,
  objects: readonly T[],
): readonly T[] {
  const namespace = namespaceOf(near);
  return matching(
    objects.filter(({ resource }) => resource.provider === near.resource.provider),
    (object) => namespaceOf(object) === namespace,
  );
}

/** Those that fulfil a condition; when there is none and one of them is open, the question is open. @throws Undecided */
export function matching<T>(items: readonly T[], fulfils: (item: T) => boolean): readonly T[] {
  let open: Undecided | undefined;
  const found = items.filter((item) => {
    try {
      return fulfils(item);
    } catch (error) {
      if (!(error instanceof Undecided)) throw error;
      open ??= error;
      return false;
    }
  });
  if (found.length === 0 && open !== undefined) throw open;
  return found;
}

const first = <T>(items: readonly T[], fulfils: (item: T) => boolean): T | undefined =>
  matching(items, fulfils)[0];
