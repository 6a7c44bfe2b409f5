import type { IDeployment } from "kubernetes-models/apps/v1/Deployment";
import type { IStatefulSet } from "kubernetes-models/apps/v1/StatefulSet";
import { claimTemplate, takesDefaultClass } from "../../workload/claims.ts";
import type { Named } from "../../workload/objects.ts";
import { type Exempt, exemptAnnotation } from "../../check/exempt.ts";
import { membersService } from "../../check/store-names.ts";
import { databasesAnnotation, databasesText } from "./refuse-loss.ts";
import { scoreAnnotations } from "../../workload/labels.ts";
import { type Planned, serverTemplate } from "./server-pod.ts";

/** Returns a StatefulSet, or a Deployment for a store without persistent data. */
export function workload(planned: Planned): Named<IStatefulSet> | Named<IDeployment> {
  return planned.engine.inCluster.storage === undefined
    ? deployment(planned)
    : statefulSet(planned, planned.engine.inCluster.storage);
}

function statefulSet(planned: Planned, storage: string): Named<IStatefulSet> {
  const { identity, engine, context } = planned;
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: metadataOf(planned, {
      ...takesDefaultClass,
      // not of the pods, which it would restart
      [databasesAnnotation]: databasesText(context.users),
    }),
    spec: {
      replicas: context.members,
      serviceName:
        engine.inCluster.clustered === true ? membersService(identity.name) : identity.name,
      selector: { matchLabels: identity.selector },
      // with OrderedReady, a revision that never becomes ready would need manual repair
      podManagementPolicy: "Parallel",
      updateStrategy: { type: "RollingUpdate" },
      minReadySeconds: 10,
      revisionHistoryLimit: 5,
      // neither deletion nor scaling down deletes data
      persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
      template: serverTemplate(planned, true),
      volumeClaimTemplates: [claimTemplate(identity, storage)],
    },
  };
}

function deployment(planned: Planned): Named<IDeployment> {
  const { identity, context } = planned;
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: metadataOf(
      planned,
      exemptAnnotation(
        "deployment-replicas-min",
        "A cache without persistent data has one server in the cluster",
      ),
    ),
    spec: {
      replicas: context.members,
      selector: { matchLabels: identity.selector },
      // the new pod is ready before the old one stops
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      revisionHistoryLimit: 5,
      template: serverTemplate(planned, false),
    },
  };
}

/** Annotation of a workload that serves clients without a password, with the reason. Its NetworkPolicy is the only protection. */
const passwordlessAnnotation = "hanok.dev/passwordless";

function metadataOf(
  { identity: { name, namespace, labels }, engine: { passwordless } }: Planned,
  exempt: Exempt,
): Named<IStatefulSet>["metadata"] {
  const annotations: Record<string, string> = { ...scoreAnnotations, ...exempt };
  if (passwordless !== undefined) annotations[passwordlessAnnotation] = passwordless;
  return { name, namespace, labels, annotations };
}
