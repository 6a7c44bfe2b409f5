import type { Addon } from "./addon.ts";
import { awsLoadBalancerController } from "../aws-load-balancer/addon.ts";
import type { AddonName } from "./chart.ts";
import { argoCd } from "./argo-cd.ts";
import { certManager } from "./cert-manager.ts";
import { externalSecrets } from "./external-secrets.ts";
import { eckOperator } from "./eck-operator.ts";
import { fluentBit } from "./fluent-bit.ts";
import { istioBase, istioCni, istiod, istioZtunnel } from "./istio.ts";
import { jenkins } from "./jenkins.ts";
import { keda } from "./keda.ts";
import { karpenterCrd, karpenter } from "../karpenter/addon.ts";
import { kubePrometheusStack } from "./kube-prometheus-stack.ts";
import { opentelemetryOperator } from "./opentelemetry-operator.ts";
import { prometheusBlackboxExporter } from "./prometheus-blackbox-exporter.ts";
import { opencost } from "./opencost.ts";
import { prometheusOperatorCrds } from "./prometheus-operator-crds.ts";
import { tempo } from "./tempo.ts";
import { vault } from "./vault/index.ts";

/** All add-ons of the platform, one for each chart in charts.json. */
export const addonTable: Readonly<Record<AddonName, Addon>> = {
  "argo-cd": argoCd,
  "aws-load-balancer-controller": awsLoadBalancerController,
  "cert-manager": certManager,
  "eck-operator": eckOperator,
  "external-secrets": externalSecrets,
  "fluent-bit": fluentBit,
  "istio-base": istioBase,
  "istio-cni": istioCni,
  "istio-ztunnel": istioZtunnel,
  istiod,
  jenkins,
  karpenter,
  "karpenter-crd": karpenterCrd,
  keda,
  "kube-prometheus-stack": kubePrometheusStack,
  "opentelemetry-operator": opentelemetryOperator,
  "prometheus-blackbox-exporter": prometheusBlackboxExporter,
  opencost,
  "prometheus-operator-crds": prometheusOperatorCrds,
  tempo,
  vault,
};
