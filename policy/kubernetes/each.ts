import type { Resource } from "../resource.ts";
import type { Trial } from "../rule.ts";
import {
  type Container,
  containerLists,
  containersOf,
  type ContainerList,
  type PodTemplate,
  podTemplateOf,
} from "./pods.ts";

/** A check of the pod template of each workload. */
export const eachPod =
  (check: (pod: PodTemplate, trial: Trial) => void) =>
  (resource: Resource, trial: Trial): void => {
    const pod = podTemplateOf(resource);
    if (pod !== undefined) check(pod, trial);
  };

/** A check of each container, init container and ephemeral container of each workload. */
export const eachContainer = (
  check: (container: Container, trial: Trial) => void,
  lists: readonly ContainerList[] = containerLists,
): ((resource: Resource, trial: Trial) => void) =>
  eachPod((pod, trial) =>
    trial.each(lists, (list) =>
      trial.each(containersOf(pod, [list]), (container) => check(container, trial)),
    ),
  );
