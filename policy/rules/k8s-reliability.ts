import { selects } from "../kubernetes/labels.ts";
import { countOf } from "../kubernetes/quantity.ts";
import { containersOf, podTemplateOf } from "../kubernetes/pods.ts";
import { resourceRule, type Rule, stackRule } from "../rule.ts";
import { some } from "../unknown.ts";

/** A Deployment that says why it has one replica carries this annotation, and is recreated. */
const singleReplica = "hanok.dev/single-replica";

/** An autoscaler that holds one number of pods says why in this annotation. */
const fixedReplicas = "hanok.dev/fixed-replicas";

const deploymentReplicasMin = stackRule({
  id: "deployment-replicas-min",
  theme: "k8s-reliability",
  title: "Production Deployments have two or more replicas",
  severity: "medium",
  sources: [
    "kube-score:deployment-replicas",
    "kube-linter:minimum-three-replicas",
    "polaris:deploymentMissingReplicas",
    "EKS-BPG:reliability/application",
  ],
  remediation: `Set \`spec.replicas\` to 2 or more, or let an autoscaler own it; a program that cannot have two sets strategy Recreate and the annotation ${singleReplica} with the reason.`,
  check: ({ kubernetes }, { fail, each, guarded }) => {
    if (!guarded) return;
    each(kubernetes.of("Deployment", "Rollout"), (workload) => {
      const replicas = workload.spec.at("replicas");
      if ((replicas.number ?? 1) >= 2 || kubernetes.autoscalersOf(workload).length > 0) return;
      const reason = workload.metadata.at("annotations", singleReplica);
      if (!reason.empty && workload.spec.at("strategy", "type").is("Recreate")) return;
      fail(replicas, "be 2 or more in production");
    });
  },
});

const rollingUpdate = resourceRule({
  id: "deployment-rolling-update",
  theme: "k8s-reliability",
  title: "Rollouts keep serving",
  severity: "medium",
  sources: ["kube-score:deployment-strategy", "kube-linter:no-rolling-update-strategy"],
  remediation: "Use `strategy: { type: RollingUpdate, rollingUpdate: { maxUnavailable: 0 } }`.",
  types: ["kubernetes:*:Deployment"],
  check: ({ props }, { fail }) => {
    const spec = props.at("spec");
    const replicas = spec.at("replicas").number ?? 1;
    if (replicas < 2) return;
    const type = spec.at("strategy", "type");
    if (type.is("Recreate")) fail(type, "be RollingUpdate with more than one replica");
    const most = spec.at("strategy", "rollingUpdate", "maxUnavailable");
    const count = countOf(most, replicas, Math.floor);
    if (count !== undefined && count >= replicas) fail(most, "leave a replica that serves");
  },
});

const workloadSpread = resourceRule({
  id: "workload-spread",
  theme: "k8s-reliability",
  title: "Replicas spread over nodes or zones",
  severity: "medium",
  sources: [
    "kube-score:pod-topology-spread-constraints",
    "kube-score:deployment-has-host-podantiaffinity",
    "kube-linter:no-anti-affinity",
    "polaris:topologySpreadConstraint",
    "EKS-BPG:reliability/application",
  ],
  remediation:
    "Add a `topologySpreadConstraints` entry over topology.kubernetes.io/zone whose labelSelector is the workload's own.",
  types: ["kubernetes:*:Deployment", "kubernetes:*:StatefulSet", "kubernetes:*:Rollout"],
  check: (resource, { fail }) => {
    const pod = podTemplateOf(resource);
    if (pod === undefined || (resource.props.at("spec", "replicas").number ?? 1) < 2) return;
    const labels = pod.metadata.at("labels");
    const constraints = pod.spec.at("topologySpreadConstraints");
    const antiAffinity = pod.spec.at("affinity", "podAntiAffinity");
    const selectors = [
      ...constraints.list.map((entry) => entry.at("labelSelector")),
      ...antiAffinity
        .at("requiredDuringSchedulingIgnoredDuringExecution")
        .list.map((entry) => entry.at("labelSelector")),
      ...antiAffinity
        .at("preferredDuringSchedulingIgnoredDuringExecution")
        .list.map((entry) => entry.at("podAffinityTerm", "labelSelector")),
    ];
    if (!some(selectors, (selector) => selector.present && selects(selector, labels)))
      fail(constraints, "spread the pods with a labelSelector that selects them");
  },
});

const hpaBounds = resourceRule({
  id: "hpa-bounds",
  theme: "k8s-reliability",
  title: "HPA bounds make sense",
  severity: "medium",
  sources: [
    "kube-score:horizontalpodautoscaler-replicas",
    "kube-linter:hpa-minimum-three-replicas",
    "polaris:hpaMinAvailability",
    "polaris:hpaMaxAvailability",
  ],
  remediation: `Set minReplicas (2 or more in production) below maxReplicas, and at least one metric; an autoscaler that holds one number carries the annotation ${fixedReplicas} with the reason.`,
  types: ["kubernetes:*:HorizontalPodAutoscaler"],
  check: ({ props, type }, { fail, guarded }) => {
    const [least, most] = [props.at("spec", "minReplicas"), props.at("spec", "maxReplicas")];
    const isFixed =
      !props.at("metadata", "annotations", fixedReplicas).empty &&
      least.number !== undefined &&
      least.number === most.number;
    if (guarded && !isFixed && (least.number ?? 1) < 2) fail(least, "be 2 or more in production");
    if (!isFixed && (most.number ?? 0) <= (least.number ?? 1)) fail(most, "be above minReplicas");
    const metrics = props.at("spec", "metrics");
    const v1 = type.includes("/v1:");
    if (v1 ? props.at("spec", "targetCPUUtilizationPercentage").absent : metrics.empty)
      fail(metrics, "contain a metric");
  },
});

const hpaNeedsRequests = stackRule({
  id: "hpa-needs-requests",
  theme: "k8s-reliability",
  title: "HPA on utilisation needs requests",
  severity: "high",
  sources: ["EKS-BPG:autoscaling/karpenter", "kube-score:container-resources"],
  remediation: "Set `resources.requests` of that resource on each container of the target.",
  check: ({ kubernetes }, { fail, each }) =>
    each(kubernetes.of("HorizontalPodAutoscaler"), (scaler) => {
      const targets = kubernetes
        .beside(scaler, scaler.spec.at("scaleTargetRef", "kind").text ?? "Deployment")
        .filter(({ metadata }) =>
          metadata.at("name").is(scaler.spec.at("scaleTargetRef", "name").text),
        );
      const pods = targets.flatMap(({ resource }) => podTemplateOf(resource) ?? []);
      each(scaler.spec.at("metrics").list, (metric) => {
        if (!metric.at("type").is("Resource")) return;
        if (!metric.at("resource", "target", "type").is("Utilization")) return;
        const name = metric.at("resource", "name").text ?? "";
        each(
          pods.flatMap((pod) => containersOf(pod, ["containers"])),
          ({ value }) => {
            const [request, limit] = ["requests", "limits"].map((key) =>
              value.at("resources", key, name),
            );
            if (request?.absent && limit?.absent)
              fail(request, `be set, because an autoscaler divides by it`);
          },
        );
      });
    }),
});

const jobHygiene = resourceRule({
  id: "job-hygiene",
  theme: "k8s-reliability",
  title: "Jobs end and clean up",
  severity: "low",
  sources: [
    "kube-score:cronjob-has-deadline",
    "kube-score:cronjob-restartpolicy",
    "kube-linter:job-ttl-seconds-after-finished",
  ],
  remediation:
    "Set backoffLimit, and activeDeadlineSeconds or ttlSecondsAfterFinished; on a CronJob also startingDeadlineSeconds and concurrencyPolicy.",
  types: ["kubernetes:*:Job", "kubernetes:*:CronJob"],
  check: (resource, { fail, each }) => {
    const spec = resource.props.at("spec");
    const isCron = resource.type.endsWith(":CronJob");
    const job = isCron ? spec.at("jobTemplate", "spec") : spec;
    const needed = isCron ? [spec.at("startingDeadlineSeconds"), spec.at("concurrencyPolicy")] : [];
    each([job.at("backoffLimit"), ...needed], (field) => {
      if (field.absent) fail(field, "be set");
    });
    const end = job.at("activeDeadlineSeconds");
    if (end.absent && job.at("ttlSecondsAfterFinished").absent)
      fail(end, "be set, or ttlSecondsAfterFinished");
    const restart = job.at("template", "spec", "restartPolicy");
    if (isCron && !restart.is("OnFailure", "Never")) fail(restart, "be OnFailure or Never");
  },
});

const ebsDriver = "ebs.csi.aws.com";

const storageClassEncrypted = stackRule({
  id: "storageclass-encrypted-gp3",
  theme: "k8s-reliability",
  title: "Storage classes encrypt and bind late",
  severity: "medium",
  sources: ["EKS-BPG:cost/cost_opt_storage", "EKS-BPG:security/data"],
  remediation: `Use provisioner ${ebsDriver} with parameters type gp3 and encrypted "true", volumeBindingMode WaitForFirstConsumer, and one default class a cluster.`,
  check: ({ kubernetes }, { fail, each }) => {
    const defaults = new Map<string, string>();
    each(kubernetes.of("StorageClass"), (storageClass) => {
      const { props, metadata, resource } = storageClass;
      const provisioner = props.at("provisioner");
      if (provisioner.is("kubernetes.io/aws-ebs")) fail(provisioner, `be ${ebsDriver}`);
      if (provisioner.is(ebsDriver)) {
        const [encrypted, type] = [
          props.at("parameters", "encrypted"),
          props.at("parameters", "type"),
        ];
        if (encrypted.flag !== true) fail(encrypted, 'be "true"');
        if (!type.is("gp3", "io2", undefined)) fail(type, "be gp3 or io2");
        const mode = props.at("volumeBindingMode");
        if (!mode.is("WaitForFirstConsumer")) fail(mode, "be WaitForFirstConsumer");
      }
      const mark = metadata.at("annotations", "storageclass.kubernetes.io/is-default-class");
      if (mark.flag !== true) return;
      const other = defaults.get(resource.provider);
      if (other !== undefined) fail(mark, `be set on one class only; ${other} is the default`);
      defaults.set(resource.provider, resource.name);
    });
  },
});

const statefulSetStorage = stackRule({
  id: "statefulset-storage",
  theme: "k8s-reliability",
  title: "StatefulSet storage is explicit",
  severity: "medium",
  sources: ["EKS-BPG:cost/cost_opt_storage"],
  remediation:
    "Name a StorageClass of the stack, or one of the setting `allowedStorageClasses`, and request a size.",
  check: ({ kubernetes }, { fail, each, settings }) =>
    each(kubernetes.of("StatefulSet"), ({ spec, resource }) =>
      each(spec.at("volumeClaimTemplates").list, (claim) => {
        const size = claim.at("spec", "resources", "requests", "storage");
        if (size.absent) fail(size, "be set");
        const name = claim.at("spec", "storageClassName");
        if (name.absent) return fail(name, "be set");
        const known = settings.allowedStorageClasses.includes(name.text ?? "");
        if (
          !known &&
          kubernetes.findGlobal(resource, "StorageClass", name.text ?? "") === undefined
        )
          fail(name, "be a class of the stack or an allowed one");
      }),
    ),
});

/** Replicas, spread, autoscaling, jobs and storage. */
export const reliability: readonly Rule[] = [
  deploymentReplicasMin,
  rollingUpdate,
  workloadSpread,
  hpaBounds,
  hpaNeedsRequests,
  jobHygiene,
  storageClassEncrypted,
  statefulSetStorage,
];
