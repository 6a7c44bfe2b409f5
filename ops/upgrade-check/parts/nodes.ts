import { isList, type Json, objectAt, textAt } from "../../drift/json.ts";
import type { Node, NodeClass } from "../survey.ts";
import { minorOf } from "../version.ts";

const nameOf = (object: Json) => textAt(object, "metadata", "name") ?? "";

/** Undefined for a node that has not reported its version yet. */
export function nodeOf(node: Json): Node | undefined {
  const kubelet = minorOf(textAt(node, "status", "nodeInfo", "kubeletVersion") ?? "");
  if (kubelet === undefined) return undefined;
  // Bottlerocket OS 1.66.0 (aws-k8s-1.36)
  const system = textAt(node, "status", "nodeInfo", "osImage") ?? "";
  const release = /^Bottlerocket OS (\d+\.\d+\.\d+)/.exec(system)?.[1];
  return { name: nameOf(node), kubelet, release };
}

/** @param nodeClass an EC2NodeClass */
export function nodeClassOf(nodeClass: Json): NodeClass {
  const terms = objectAt(nodeClass, "spec")["amiSelectorTerms"];
  return { name: nameOf(nodeClass), terms: isList(terms) ? terms : [] };
}
