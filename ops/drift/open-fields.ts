import { type Json, textAt } from "./json.ts";
import { type Path, pathText } from "./path.ts";

/** An object, and the context that decides which of its fields are open. */
export interface Surroundings {
  /** Whether an autoscaler of the program controls the number of replicas. */
  readonly isScaled: boolean;
  readonly desired: Json;
  readonly live: Json;
}

/** Annotations for bookkeeping by Kubernetes and its tools. They do not affect an object's behaviour. */
const notes =
  /^(kubectl\.kubernetes\.io\/last-applied-configuration|kubernetes\.io\/change-cause|deployment\.kubernetes\.io\/|deprecated\.daemonset\.|(pv|volume|volume\.beta|endpoints|batch|controller|job)\.kubernetes\.io\/|autoscaling\.alpha\.kubernetes\.io\/|control-plane\.alpha\.kubernetes\.io\/|pulumi\.com\/)/;

/** Fields that the API server allocates when the type of a Service changes. */
const allotted =
  /\.(nodePort|clusterIPs?|ipFamilies|ipFamilyPolicy|healthCheckNodePort|allocateLoadBalancerNodePorts|externalTrafficPolicy|internalTrafficPolicy|sessionAffinity)(\[|$)/;

/** Whether a path is the restart annotation. A restart is not a setting, and an `up` does not undo it. */
export function isRestart(path: Path): boolean {
  return /^spec\.template\.metadata\.annotations\["[^"]*\/restartedAt"\]$/.test(pathText(path));
}

/**
 * Whether other writers may set a field. A change of such a field is not drift.
 * @param isSaid whether the program sets the field
 */
export function isOpen(path: Path, isSaid: boolean, around: Surroundings): boolean {
  const text = pathText(path);
  const [first] = path;
  const top = first !== undefined && "field" in first ? first.field : "";
  if (top === "status") return true;
  if (text === "spec.replicas" && around.isScaled) return true;
  // annotations for the provider, which it does not apply
  if (text.startsWith('metadata.annotations["pulumi.com/')) return true;
  if (isSaid) return false;
  if (top === "metadata" && !/^metadata\.(labels|annotations|finalizers|ownerRef)/.test(text))
    return true;
  const last = path.at(-1);
  if (last !== undefined && "field" in last) {
    // the operator of the webhook injects it
    if (last.field === "caBundle") return true;
    if (/^metadata\.annotations\[/.test(text) && notes.test(last.field)) return true;
  }
  const type = textAt(around.desired, "spec", "type") ?? "ClusterIP";
  const isService = textAt(around.live, "kind") === "Service";
  const retyped = isService && textAt(around.live, "spec", "type") !== type;
  return retyped && allotted.test(text);
}

/** Whether unknown controllers write to the field for bookkeeping. Changes by a person are still reported. */
export function isNotebook(path: Path): boolean {
  return /^metadata\.(annotations|finalizers|ownerReferences)/.test(pathText(path));
}
