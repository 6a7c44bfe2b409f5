import { isList, isObject, type Json, objectAt, textAt } from "../../drift/json.ts";
import type { Finding } from "../finding.ts";
import type { Survey } from "../survey.ts";

/** Finds pods without a controller, which are lost when their node is drained. */
export function checkPods({ pods }: Pick<Survey, "pods">): readonly Finding[] {
  return pods.filter(isAlone).map((pod) => ({
    severity: "warns",
    subject: `Pod ${textAt(pod, "metadata", "namespace") ?? ""}/${textAt(pod, "metadata", "name") ?? ""}`,
    problem: "has no controller, so it is lost when its node is drained",
    remedy: "Make it a service of apps/, or delete it before the upgrade.",
  }));
}

function isAlone(pod: Json): boolean {
  const metadata = objectAt(pod, "metadata");
  const owners = metadata["ownerReferences"];
  const isOwned =
    isList(owners) && owners.some((owner) => isObject(owner) && owner["controller"] === true);
  // a kubelet creates its own static pods again
  const isStatic = "kubernetes.io/config.mirror" in objectAt(metadata, "annotations");
  const hasEnded = ["Succeeded", "Failed"].includes(textAt(pod, "status", "phase") ?? "");
  return !isOwned && !isStatic && !hasEnded;
}
