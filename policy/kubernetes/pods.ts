import type { Resource } from "../resource.ts";
import type { Value } from "../value.ts";
import { objectOf } from "./object.ts";

/** The path of the pod template in each kind of workload. */
const templatePaths: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  Deployment: ["spec", "template"],
  StatefulSet: ["spec", "template"],
  DaemonSet: ["spec", "template"],
  ReplicaSet: ["spec", "template"],
  ReplicationController: ["spec", "template"],
  Job: ["spec", "template"],
  CronJob: ["spec", "jobTemplate", "spec", "template"],
  // Argo Rollouts
  Rollout: ["spec", "template"],
};

/** Tokens of resources with pods, in any version of their API. */
export const podOwners: readonly string[] = Object.keys(templatePaths).map(
  (kind) => `kubernetes:*:${kind}`,
);

/** Kinds of containers in a pod. */
export const containerLists = ["initContainers", "containers", "ephemeralContainers"] as const;

export type ContainerList = (typeof containerLists)[number];

/** The pods of a workload. */
export interface PodTemplate {
  readonly resource: Resource;
  readonly kind: string;
  readonly metadata: Value;
  readonly spec: Value;
}

export interface Container {
  readonly pod: PodTemplate;
  readonly list: ContainerList;
  readonly value: Value;
  /** Whether it is a sidecar: an init container that keeps running. */
  readonly sidecar: boolean;
}

/** The pod template of a workload of any kind. */
export function podTemplateOf(resource: Resource): PodTemplate | undefined {
  const object = objectOf(resource);
  if (object === undefined) return undefined;
  const path = templatePaths[object.kind];
  if (path === undefined) return undefined;
  const template = object.props.at(...path);
  // a Rollout may refer to the template of a Deployment instead of holding one
  if (path.length > 0 && template.absent) return undefined;
  return {
    resource,
    kind: object.kind,
    metadata: template.at("metadata"),
    spec: template.at("spec"),
  };
}

/** @throws Undecided */
export const containersOf = (
  pod: PodTemplate,
  lists: readonly ContainerList[] = containerLists,
): readonly Container[] =>
  lists.flatMap((list) =>
    pod.spec.at(list).list.map((value) => ({
      pod,
      list,
      value,
      sidecar: list === "initContainers" && value.at("restartPolicy").is("Always"),
    })),
  );

/** A long-running container that serves: a sidecar, but no other init container. */
export const serves = ({ list, sidecar }: Container): boolean => list === "containers" || sidecar;
