import * as pulumi from "@pulumi/pulumi";
import type { Binding, ServicePlatform } from "../platform.ts";
import { applyObject, resourceName } from "../workload/apply.ts";
import { claimOptions, keepsTemplate } from "../workload/claims.ts";
import { withoutHash } from "../workload/config-map.ts";
import { secretsAnnotation } from "../workload/fingerprint.ts";
import type { KubernetesObject } from "../workload/objects.ts";
import { manifests } from "./manifests.ts";
import type { ResolvedService } from "./resolve-service.ts";
import { rolloutSeconds } from "./rollout.ts";

export interface AppServiceArgs {
  readonly service: ResolvedService;
  readonly bindings: readonly Binding[];
  readonly platform: ServicePlatform;
  /** Resources that must be ready before the pods start: stores, the config server. @default none */
  readonly startAfter?: readonly pulumi.Resource[];
  /** The role of its pods in AWS, which exists before their service account. @default none */
  readonly role?: pulumi.Resource | undefined;
  /** Parent Gateways of the routes. Routes are created after them and deleted before them. @default none */
  readonly gateways?: readonly pulumi.Resource[];
  /** The add-on that acts on a scaling by a queue or a schedule. @default none */
  readonly keda?: readonly pulumi.Resource[] | undefined;
  /** Fingerprint of the secret values that the pods read. @default none */
  readonly fingerprint?: pulumi.Input<string>;
  /** The namespace, whose deletion deletes the objects too. @default none: each object is deleted by itself */
  readonly deletedWith?: pulumi.Resource;
}

type Kind = KubernetesObject["kind"];

/** One service: applies its manifests and is ready when its pods are. The provider comes from the options. */
export class AppService extends pulumi.ComponentResource {
  /** The objects as data, for policies, prices and tests. */
  readonly objects: readonly KubernetesObject[];

  /** @throws Error as `manifests` does, before any resource is created */
  constructor(name: string, args: AppServiceArgs, options: pulumi.ComponentResourceOptions = {}) {
    const {
      service,
      bindings,
      platform,
      startAfter = [],
      role,
      gateways = [],
      keda = [],
      deletedWith,
      fingerprint,
    } = args;
    const objects = manifests(service, bindings, platform);
    super("hanok:index:AppService", name, {}, options);
    this.objects = objects;
    const { dependsOn } = options;
    const podAnnotations: Readonly<Record<string, pulumi.Input<string>>> =
      fingerprint === undefined ? {} : { [secretsAnnotation]: fingerprint };
    const sizeKey = `${platform.system}.services.${service.name}.volume.storage`;
    const apply = (
      kinds: readonly Kind[],
      more: (object: KubernetesObject) => pulumi.CustomResourceOptions = () => ({}),
    ) =>
      objects
        .filter(({ kind }) => kinds.includes(kind))
        .map((object) => {
          const { kind, metadata } = object;
          const isHashed = kind === "ConfigMap" || kind === "Job";
          const stableName = isHashed ? withoutHash(metadata.name) : metadata.name;
          const all = { parent: this, dependsOn, deletedWith, ...more(object) };
          return applyObject(object, all, { stableName, podAnnotations });
        });
    const around = [
      ...apply(["NetworkPolicy", "Service", "ConfigMap"]),
      // the wait for the role makes a service account of the same name, and deletes it
      ...apply(["ServiceAccount"], () => ({
        dependsOn: pulumi.mergeOptions({ dependsOn }, { dependsOn: role ? [role] : [] }).dependsOn,
      })),
      // after cert-manager, which is one of them
      ...apply(["Certificate"], () => ({
        dependsOn: pulumi.mergeOptions({ dependsOn }, { dependsOn: [...startAfter] }).dependsOn,
      })),
      ...apply(["PersistentVolumeClaim"], (claim) => claimOptions(resourceName(claim), sizeKey)),
    ];
    // together with the workload: created later, the workload would be ready with one pod before it grows to `min`
    apply(["HorizontalPodAutoscaler", "PodDisruptionBudget"]);
    const timeout = `${rolloutSeconds(service)}s`;
    const rollout = {
      dependsOn: [...around, ...startAfter],
      customTimeouts: { create: timeout, update: timeout },
    };
    // Controllers add finalizers to some objects, so they are deleted one by one, and before their controller.
    const explicit = { deletedWith: undefined };
    const afterKeda = [...around, ...keda];
    const credentials = apply(["TriggerAuthentication"], () => ({
      ...explicit,
      dependsOn: afterKeda,
    }));
    apply(["CronJob"], () => ({ dependsOn: rollout.dependsOn }));
    const workload = [
      // The autoscaler owns the number of pods. Without this, a Deployment of an earlier release would give the field
      // up, and the API server would write its default of 1.
      ...apply(["Deployment"], () => ({ ...rollout, ignoreChanges: ["spec.replicas"] })),
      ...apply(["StatefulSet"], () => ({ ...rollout, ...keepsTemplate })),
      ...apply(["Job"], () => rollout),
    ];
    // KEDA's webhook refuses a trigger of CPU for a Deployment that does not exist yet
    apply(["ScaledObject"], () => ({
      ...explicit,
      dependsOn: [...afterKeda, ...credentials, ...workload],
    }));
    const targets = apply(["TargetGroupConfiguration"], () => ({
      ...explicit,
      dependsOn: around,
    }));
    // requests arrive only once pods can answer them
    const needs = [...workload, ...targets, ...gateways];
    apply(["HTTPRoute", "GRPCRoute"], () => ({ ...explicit, dependsOn: needs }));
  }

  /** The component registers no outputs: the engine would write the whole state again for each service. */
  protected override registerOutputs(): void {}
}
