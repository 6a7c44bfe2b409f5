import type { IGRPCRoute } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/GRPCRoute";
import type { IHTTPRoute } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute";
import type { ICertificate } from "@kubernetes-models/cert-manager/cert-manager.io/v1/Certificate";
import type { IDeployment } from "kubernetes-models/apps/v1/Deployment";
import type { IStatefulSet } from "kubernetes-models/apps/v1/StatefulSet";
import type { IHorizontalPodAutoscaler } from "kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler";
import type { IScaledObject } from "@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject";
import type { ITriggerAuthentication } from "@kubernetes-models/keda/keda.sh/v1alpha1/TriggerAuthentication";
import type { ICronJob } from "kubernetes-models/batch/v1/CronJob";
import type { IJob } from "kubernetes-models/batch/v1/Job";
import type { INetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import type { IPodDisruptionBudget } from "kubernetes-models/policy/v1/PodDisruptionBudget";
import type { IConfigMap } from "kubernetes-models/v1/ConfigMap";
import type { IPersistentVolumeClaim } from "kubernetes-models/v1/PersistentVolumeClaim";
import type { IService } from "kubernetes-models/v1/Service";
import type { IServiceAccount } from "kubernetes-models/v1/ServiceAccount";
import type { TargetGroupConfiguration } from "./target-group.ts";

/** A complete object with a name and a namespace. */
export type Named<T> = Omit<T, "metadata"> & {
  readonly metadata: { name: string; namespace: string } & Metadata;
};

interface Metadata {
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

/** All kinds in a system's manifests. Secrets are excluded, because their values are not plain data. */
export type KubernetesObject =
  | Named<ICertificate>
  | Named<IConfigMap>
  | Named<ICronJob>
  | Named<IDeployment>
  | Named<IGRPCRoute>
  | Named<IHTTPRoute>
  | Named<IHorizontalPodAutoscaler>
  | Named<IJob>
  | Named<INetworkPolicy>
  | Named<IPersistentVolumeClaim>
  | Named<IPodDisruptionBudget>
  | Named<IScaledObject>
  | Named<IService>
  | Named<IServiceAccount>
  | Named<IStatefulSet>
  | Named<ITriggerAuthentication>
  | TargetGroupConfiguration;
