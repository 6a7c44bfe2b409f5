import * as pulumi from "@pulumi/pulumi";
import type { KubernetesObject } from "./objects.ts";

/**
 * One object in a cluster, registered under the type token of its class in `@pulumi/kubernetes`.
 * The provider awaits it in the same way, and policies and state cannot tell the difference.
 * `apiextensions.CustomResource` would register a Service as `kubernetes:v1:Service`, which policies for
 * `kubernetes:core/v1:Service` do not see.
 */
class AppliedObject extends pulumi.CustomResource {
  constructor(
    name: string,
    type: string,
    inputs: pulumi.Inputs,
    options: pulumi.CustomResourceOptions,
  ) {
    super(type, name, inputs, {
      ...(type === "kubernetes:batch/v1:Job" ? replacedJob : {}),
      ...options,
    });
  }
}

/**
 * The name of a Job has a hash of what it does. A return to an earlier content would adopt the earlier Job, which still stands,
 * and then delete it as the replaced one.
 */
const replacedJob = { deleteBeforeReplace: true };

/** Creates a resource for one object of any kind, awaited as its kind is. */
export function registerObject(
  name: string,
  object: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly [field: string]: unknown;
  },
  options: pulumi.CustomResourceOptions,
): pulumi.CustomResource {
  return new AppliedObject(name, typeToken(object), { ...object }, options);
}

/** `kubernetes:<group>/<version>:<kind>`, with `core` for the unnamed group. */
export function typeToken({
  apiVersion,
  kind,
}: {
  readonly apiVersion: string;
  readonly kind: string;
}): string {
  return `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`;
}

/** How an object is applied, beside Pulumi's options. */
export interface ApplyOptions {
  /** Part of the resource's name, for an object whose own name changes with its content. @default the object's name */
  readonly stableName?: string;
  /** Annotations of a workload's pods that are known during the update only. @default none */
  readonly podAnnotations?: Readonly<Record<string, pulumi.Input<string>>>;
}

/**
 * Creates a resource for one object. The provider comes from the options or the parent.
 * A Service is not awaited: the provider would wait for its pods, which may depend on the Service.
 * A pod that does not become ready would also be reported twice, the second time without its cause.
 * A claim is not awaited either: it is bound when its pod starts.
 */
export function applyObject(
  object: KubernetesObject,
  options: pulumi.CustomResourceOptions,
  { stableName, podAnnotations = {} }: ApplyOptions = {},
): pulumi.CustomResource {
  const isAwaited = object.kind !== "Service" && object.kind !== "PersistentVolumeClaim";
  const inputs = annotated(isAwaited ? object : unawaited(object), podAnnotations);
  return new AppliedObject(resourceName(object, stableName), typeToken(object), inputs, options);
}

/** The object as inputs, with annotations on the pods of a workload. */
function annotated(
  object: KubernetesObject,
  more: Readonly<Record<string, pulumi.Input<string>>>,
): pulumi.Inputs {
  if (object.kind !== "Deployment" && object.kind !== "StatefulSet") return { ...object };
  if (Object.keys(more).length === 0) return { ...object };
  const template = object.spec?.template;
  const annotations = { ...template?.metadata?.annotations, ...more };
  const metadata = { ...template?.metadata, annotations };
  return { ...object, spec: { ...object.spec, template: { ...template, metadata } } };
}

/** Name of an object's resource, `zipbob-edge-deployment`. */
export function resourceName(
  { kind, metadata }: KubernetesObject,
  stableName: string = metadata.name,
): string {
  return `${metadata.namespace}-${stableName}-${kind.toLowerCase()}`;
}

function unawaited<T extends KubernetesObject>(object: T): T {
  const annotations = { ...object.metadata.annotations, "pulumi.com/skipAwait": "true" };
  return { ...object, metadata: { ...object.metadata, annotations } };
}
