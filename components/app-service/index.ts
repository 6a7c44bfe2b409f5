import * as pulumi from "@pulumi/pulumi";
import type { Binding, ServicePlatform } from "../platform.ts";
import { applyObject } from "../workload/apply.ts";
import type { KubernetesObject } from "../workload/objects.ts";
import { manifests } from "./manifests.ts";
import type { PlacedService } from "./place.ts";
import { rolloutSeconds } from "./rollout.ts";

export interface AppServiceArgs {
  readonly service: PlacedService;
  readonly bindings: readonly Binding[];
  readonly platform: ServicePlatform;
  /** What must be ready before the pods start: stores, the config server. @default nothing */
  readonly startAfter?: readonly pulumi.Resource[];
  /** The Gateways that the routes hang on: they go after them, and come before. @default none */
  readonly gateways?: readonly pulumi.Resource[];
  /** What takes the objects along when it goes: their namespace. @default nothing, each is deleted by itself */
  readonly deletedWith?: pulumi.Resource;
}

type Kind = KubernetesObject["kind"];

/** One service: applies its manifests, and is ready when its pods are. The provider is the options'. */
export class AppService extends pulumi.ComponentResource {
  /** The objects as data, for policies, prices and proofs. */
  readonly objects: readonly KubernetesObject[];

  /** @throws Error what `manifests` throws, before anything is created */
  constructor(name: string, args: AppServiceArgs, options: pulumi.ComponentResourceOptions = {}) {
    const { service, bindings, platform, startAfter = [], gateways = [], deletedWith } = args;
    const objects = manifests(service, bindings, platform);
    super("hanok:index:AppService", name, {}, options);
    this.objects = objects;
    const { dependsOn } = options;
    const apply = (kinds: readonly Kind[], more: pulumi.CustomResourceOptions) =>
      objects
        .filter(({ kind }) => kinds.includes(kind))
        .map((object) => applyObject(object, { parent: this, dependsOn, deletedWith, ...more }));
    const around = apply(["NetworkPolicy", "ServiceAccount", "Service"], {});
    // beside the workload, not after it: it would be ready with one pod first, and grow to `min` later
    apply(["HorizontalPodAutoscaler", "PodDisruptionBudget"], {});
    const timeout = `${rolloutSeconds(service)}s`;
    const workload = apply(["Deployment", "StatefulSet"], {
      dependsOn: [...around, ...startAfter],
      customTimeouts: { create: timeout, update: timeout },
    });
    // no request comes in before somebody can answer it; and a load balancer's controller may put a finaliser on a
    // route, which therefore is deleted by itself
    apply(["HTTPRoute"], { dependsOn: [...workload, ...gateways], deletedWith: undefined });
  }

  /** Nothing to register: to tell the engine so would have it write the whole state once more for each service. */
  protected override registerOutputs(): void {}
}
