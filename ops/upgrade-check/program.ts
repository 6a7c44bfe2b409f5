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
    return name === undefined || region === undefined ? [] : [{ name, region }];
  });
}
