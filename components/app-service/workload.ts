import type { IDeployment } from "kubernetes-models/apps/v1/Deployment";
import type { IStatefulSet } from "kubernetes-models/apps/v1/StatefulSet";
import { exemptAnnotation } from "../check/exempt.ts";
import type { Binding, ServicePlatform } from "../platform.ts";
import type { Identity } from "../workload/availability.ts";
import { claimTemplate, takesDefaultClass } from "../workload/claims.ts";
import type { Named } from "../workload/objects.ts";
import { assumptions } from "./assumptions.ts";
import { fixedReason } from "./autoscaler.ts";
import { versionLabel, versionOf } from "./image.ts";
import type { ResolvedService } from "./resolve-service.ts";
import { podsServiceOf } from "./network.ts";
import { podTemplate } from "./pod.ts";
import type { RunningSpec, ServiceSpec } from "./service-spec.ts";
import { hasOneQuestion } from "./probes.ts";
import { maxSurge, rolloutTimes } from "./rollout.ts";

/** Number of old revisions that `kubectl rollout undo` can return to. */
const revisionHistoryLimit = 5;

/** The identity of a workload, with the version of its image. */
export function versioned(
  identity: Identity,
  { name }: ResolvedService,
  platform: ServicePlatform,
): Identity {
  const version = versionLabel(versionOf(name, platform));
  return {
    ...identity,
    labels: { ...identity.labels, "app.kubernetes.io/version": version },
  };
}

/** Policies that an image with privileges breaks, each with its reason. */
function exemptions({ privileges }: ServiceSpec) {
  if (privileges === undefined) return {};
  const { root, capabilities = [], because } = privileges;
  const broken = [
    ...(root ? ["pod-run-as-non-root"] : []),
    ...(capabilities.length > 0 ? ["pod-drop-all-capabilities"] : []),
    ...(!root ? ["pod-no-privilege-escalation"] : []),
  ];
  return Object.fromEntries(
    broken.flatMap((rule) => Object.entries(exemptAnnotation(rule, because))),
  );
}

/** Metadata of a workload, with what its owners assume and what linters need not report. */
export function workloadMetadata({ name, namespace, labels }: Identity, spec: ServiceSpec) {
  const assumed = assumptions(spec);
  return {
    name,
    namespace,
    labels,
    annotations: {
      // ADR 4 explains why there is no CPU limit and why a pinned image is not pulled again
      "kube-score/ignore": [
        "container-resources,container-image-pull-policy",
        // a service with a single check uses it for both probes; liveness allows more failures
        ...(hasOneQuestion(spec.health) ? ["pod-probes-identical"] : []),
      ].join(),
      ...exemptions(spec),
      ...(assumed.length > 0 ? { "hanok.dev/assumed": assumed.join(",") } : {}),
    },
  };
}

/** A StatefulSet where the service owns a volume, a Deployment otherwise. */
export function workloadOf(
  identity: Identity,
  service: ResolvedService,
  spec: RunningSpec,
  bindings: readonly Binding[],
  platform: ServicePlatform,
): Named<IDeployment> | Named<IStatefulSet> {
  const workload = versioned(identity, service, platform);
  const metadata = workloadMetadata(workload, spec);
  const { minReadySeconds, progressDeadlineSeconds } = rolloutTimes(service);
  const common = {
    selector: { matchLabels: workload.selector },
    minReadySeconds,
    revisionHistoryLimit,
    template: podTemplate(workload, service, bindings, platform),
  };
  if (spec.volume) {
    return {
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: {
        ...metadata,
        annotations: {
          ...metadata.annotations,
          ...takesDefaultClass,
          [fixedReason]: spec.scaling.because,
        },
      },
      spec: {
        ...common,
        replicas: spec.scaling.replicas,
        serviceName: podsServiceOf(workload.name),
        // pods do not wait for each other, and a revision that never becomes ready can be rolled back
        podManagementPolicy: "Parallel",
        updateStrategy: { type: "RollingUpdate" },
        persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
        volumeClaimTemplates: [claimTemplate(workload, spec.volume.storage)],
      },
    };
  }
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata,
    // without `replicas`: the autoscaler owns the number of pods, also a fixed one
    spec: {
      ...common,
      progressDeadlineSeconds,
      strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge } },
    },
  };
}
