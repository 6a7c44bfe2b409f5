import { isList, isObject, type Json, objectAt, textAt } from "../drift/json.ts";
import { wantedOf, type ClusterAccess } from "../drift/state.ts";
import { nameOf } from "../drift/desired.ts";
import type { Used } from "./survey.ts";

/** The part of a stack's state that concerns one cluster. */
export interface Program {
  readonly access: ClusterAccess;
  readonly used: readonly Used[];
  readonly kubectlImages: readonly string[];
}

/** @param exported output of `pulumi stack export --show-secrets` */
export function programsIn(exported: Json): readonly Program[] {
  return wantedOf(exported).map(({ access, objects }) => ({
    access,
    used: objects.map(({ identity }) => ({
      apiVersion: identity.apiVersion,
      kind: identity.kind,
      name: nameOf(identity).slice(identity.kind.length + 1),
      by: "the program",
    })),
    kubectlImages: [
      ...new Set(
        objects
          .filter(({ identity }) => identity.kind !== "Secret")
          .flatMap(({ object }) => JSON.stringify(object).match(kubectlImage) ?? []),
      ),
    ],
  }));
}

const kubectlImage = /[\w./-]*\/kubectl:[\w.-]+/g;

/** An EKS cluster in the state. */
export interface EksCluster {
  readonly name: string;
  readonly region: string;
  /** Release of Kubernetes, `1.36`. */
  readonly version: string;
  /** Release of Bottlerocket that its node groups run, `1.66.0`. */
  readonly nodeImage: string | undefined;
}

/** The EKS clusters of a stack. */
export function eksClustersIn(exported: Json): readonly EksCluster[] {
  const resources = objectAt(exported, "deployment")["resources"];
  return (isList(resources) ? resources : []).flatMap((resource) => {
    const isCluster = textAt(resource, "type") === "aws:eks/cluster:Cluster";
    if (!isObject(resource) || !isCluster || resource["delete"] === true) return [];
    const name = textAt(resource, "outputs", "name");
    // arn:aws:eks:<region>:<account>:cluster/<name>
    const region = textAt(resource, "outputs", "arn")?.split(":")[3];
    const version = textAt(resource, "outputs", "version");
    if (name === undefined || region === undefined || version === undefined) return [];
    return [{ name, region, version, nodeImage: nodeImageIn(exported, name) }];
  });
}

function nodeImageIn(exported: Json, clusterName: string): string | undefined {
  const resources = objectAt(exported, "deployment")["resources"];
  const group = (isList(resources) ? resources : []).find(
    (one) =>
      textAt(one, "type") === "aws:eks/nodeGroup:NodeGroup" &&
      textAt(one, "outputs", "clusterName") === clusterName &&
      textAt(one, "outputs", "amiType")?.startsWith("BOTTLEROCKET_"),
  );
  return /^\d+\.\d+\.\d+/.exec(textAt(group, "outputs", "releaseVersion") ?? "")?.[0];
}
