import { type Json, textAt } from "./json.ts";
import { type Path, pathText } from "./path.ts";

/** What is known of an object and of those around it. */
export interface Surroundings {
  /** Whether an autoscaler of the program decides how many replicas it has. */
  readonly isScaled: boolean;
  readonly desired: Json;
  readonly live: Json;
}

/** Notes that Kubernetes and its tools keep on objects; none changes what an object does. */
const notes =
  /^(kubectl\.kubernetes\.io\/last-applied-configuration|kubernetes\.io\/change-cause|deployment\.kubernetes\.io\/|deprecated\.daemonset\.|(pv|volume|volume\.beta|endpoints|batch|controller|job)\.kubernetes\.io\/|autoscaling\.alpha\.kubernetes\.io\/|control-plane\.alpha\.kubernetes\.io\/|pulumi\.com\/)/;

/** What the API server allots by itself when the type of a Service changes. */
const allotted =
  /\.(nodePort|clusterIPs?|ipFamilies|ipFamilyPolicy|healthCheckNodePort|allocateLoadBalancerNodePorts|externalTrafficPolicy|internalTrafficPolicy|sessionAffinity)(\[|$)/;

/** A restart is an act, and no setting: the program says nothing about it, and an `up` does not take it back. */
export function isRestart(path: Path): boolean {
  return /^spec\.template\.metadata\.annotations\["[^"]*\/restartedAt"\]$/.test(pathText(path));
}

/**
 * Whether a field is left open by the program for somebody else, or by Kubernetes for itself. It is no drift, whoever
 * has written it.
 * @param isSaid whether the program says something of the field
 */
export function isOpen(path: Path, isSaid: boolean, around: Surroundings): boolean {
  const text = pathText(path);
  const [first] = path;
  const top = first !== undefined && "field" in first ? first.field : "";
  if (top === "status") return true;
  if (text === "spec.replicas" && around.isScaled) return true;
  // words to the provider, which it takes for itself
  if (text.startsWith('metadata.annotations["pulumi.com/')) return true;
  if (isSaid) return false;
  if (top === "metadata" && !/^metadata\.(labels|annotations|finalizers|ownerRef)/.test(text))
    return true;
  const last = path.at(-1);
  if (last !== undefined && "field" in last) {
    // it is injected by whoever runs the webhook
    if (last.field === "caBundle") return true;
    if (/^metadata\.annotations\[/.test(text) && notes.test(last.field)) return true;
  }
  const type = textAt(around.desired, "spec", "type") ?? "ClusterIP";
  const isService = textAt(around.live, "kind") === "Service";
  const retyped = isService && textAt(around.live, "spec", "type") !== type;
  return retyped && allotted.test(text);
}

/** Fields in which controllers whose name nobody knows leave their notes. A person who is known is reported there too. */
export function isNotebook(path: Path): boolean {
  return /^metadata\.(annotations|finalizers|ownerReferences)/.test(pathText(path));
}
