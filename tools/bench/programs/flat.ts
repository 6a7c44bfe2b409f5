import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import type { FlatResource } from "../record.ts";

type Inputs = Readonly<Record<string, unknown>>;
type Make = (name: string, inputs: Inputs, options: pulumi.CustomResourceOptions) => unknown;

const { apps, autoscaling, batch, core, networking, policy } = kubernetes;

/** The class of each kind, as a program without components uses them. */
const classes: Readonly<Record<string, Make>> = {
  "kubernetes:apps/v1:Deployment": (...all) => new apps.v1.Deployment(...all),
  "kubernetes:apps/v1:StatefulSet": (...all) => new apps.v1.StatefulSet(...all),
  "kubernetes:autoscaling/v2:HorizontalPodAutoscaler": (...all) =>
    new autoscaling.v2.HorizontalPodAutoscaler(...all),
  "kubernetes:batch/v1:Job": (...all) => new batch.v1.Job(...all),
  "kubernetes:core/v1:ConfigMap": (...all) => new core.v1.ConfigMap(...all),
  "kubernetes:core/v1:Namespace": (...all) => new core.v1.Namespace(...all),
  "kubernetes:core/v1:PersistentVolumeClaim": (...all) => new core.v1.PersistentVolumeClaim(...all),
  "kubernetes:core/v1:Secret": (...all) => new core.v1.Secret(...all),
  "kubernetes:core/v1:Service": (...all) => new core.v1.Service(...all),
  "kubernetes:core/v1:ServiceAccount": (...all) => new core.v1.ServiceAccount(...all),
  "kubernetes:networking.k8s.io/v1:NetworkPolicy": (...all) =>
    new networking.v1.NetworkPolicy(...all),
  "kubernetes:policy/v1:PodDisruptionBudget": (...all) => new policy.v1.PodDisruptionBudget(...all),
  "random:index/randomPassword:RandomPassword": (name, { length, special }, options) =>
    new RandomPassword(name, { length: Number(length), special: special === true }, options),
};

const custom: Make = (name, { apiVersion, kind, ...rest }, options) =>
  new kubernetes.apiextensions.CustomResource(
    name,
    { ...rest, apiVersion: String(apiVersion), kind: String(kind) },
    options,
  );

/**
 * The baseline: the same objects as typed resources in sequence, without components, dependencies or timeouts, and with the
 * provider's default settings. Only what the API server requires is kept: namespaces come first.
 */
export function flat(resources: readonly FlatResource[], kubeconfig: string): void {
  const provider = new kubernetes.Provider("kubernetes", { kubeconfig });
  const namespaces = new Map<string, pulumi.Resource>();
  for (const { type, name, inputs } of resources) {
    const dependsOn = namespaces.get(namespaceOf(inputs) ?? "");
    const options = { provider, ...(dependsOn === undefined ? {} : { dependsOn }) };
    const make = classes[type] ?? custom;
    const made = make(name, inputs, type.startsWith("random:") ? {} : options);
    if (made instanceof core.v1.Namespace) namespaces.set(nameOf(inputs) ?? "", made);
  }
}

/** Sorts namespaces before the resources in them. */
export function namespacesFirst(resources: readonly FlatResource[]): readonly FlatResource[] {
  const isNamespace = ({ type }: FlatResource) => type === "kubernetes:core/v1:Namespace";
  return [...resources.filter(isNamespace), ...resources.filter((one) => !isNamespace(one))];
}

const nameOf = (inputs: Inputs): string | undefined => metadata(inputs, "name");
const namespaceOf = (inputs: Inputs): string | undefined => metadata(inputs, "namespace");

function metadata({ metadata: of }: Inputs, key: string): string | undefined {
  const value: unknown = typeof of === "object" && of !== null ? Reflect.get(of, key) : undefined;
  return typeof value === "string" ? value : undefined;
}
