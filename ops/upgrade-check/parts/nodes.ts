import { isList, type Json, objectAt, textAt } from "../../drift/json.ts";
import type { Node, NodeClass } from "../survey.ts";
import { minorOf } from "../version.ts";

const nameOf = (object: Json) => textAt(object, "metadata", "name") ?? "";

/** Undefined for a node that has not reported its version yet. */
export function nodeOf(node: Json): Node | undefined {
  const kubelet = minorOf(textAt(node, "status", "nodeInfo", "kubeletVersion") ?? "");
  return kubelet === undefined ? undefined : { name: nameOf(node), kubelet };
}

/** @param nodeClass an EC2NodeClass */
export function nodeClassOf(nodeClass: Json): NodeClass {
  const terms = objectAt(nodeClass, "spec")["amiSelectorTerms"];
  return { name: nameOf(nodeClass), terms: isList(terms) ? terms : [] };
}
