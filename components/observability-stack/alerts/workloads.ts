import { copies, type Rules } from "./alert.ts";

const crashing = 'kube_pod_container_status_waiting_reason{reason="CrashLoopBackOff"}';
/** Reasons for which a container cannot start until somebody changes something. */
const cannotStart =
  "ImagePullBackOff|ErrImagePull|InvalidImageName|CreateContainerConfigError|CreateContainerError|RunContainerError";

/** Pods of services, stores and the platform. */
export const workloadRules: Rules = {
  name: "workloads",
  alerts: [
    {
      alert: "PodCrashLoops",
      severity: "critical",
      from: ["kube-state-metrics"],
      expr: `max by (namespace, pod, container, reason) (max_over_time(${crashing}[5m])) >= 1`,
      for: "10m",
      summary:
        "{{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} ends again and again",
      dashboard: "system",
    },
    {
      alert: "ContainerCannotStart",
      severity: "critical",
      from: ["kube-state-metrics"],
      expr: `max by (namespace, pod, container, reason) (kube_pod_container_status_waiting_reason{reason=~"${cannotStart}"}) == 1`,
      for: "10m",
      summary:
        "{{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} cannot start: {{ $labels.reason }}",
      dashboard: "system",
    },
    {
      alert: "ContainerOutOfMemory",
      severity: "warning",
      from: ["kube-state-metrics"],
      expr: `increase(kube_pod_container_status_restarts_total[15m]) > 0 and on (namespace, pod, container) kube_pod_container_status_last_terminated_reason{reason="OOMKilled"} == 1`,
      summary:
        "{{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} was killed at its memory limit",
      dashboard: "system",
    },
    {
      alert: "PodPending",
      severity: "warning",
      from: ["kube-state-metrics"],
      expr: `max by (namespace, pod) (kube_pod_status_phase{phase="Pending"}) == 1`,
      for: "15m",
      summary: "{{ $labels.namespace }}/{{ $labels.pod }} has found no node for 15 minutes",
      dashboard: "system",
    },
    {
      alert: "RolloutStuck",
      severity: "critical",
      from: ["kube-state-metrics"],
      expr: [
        // the deadline passed: the reason is ProgressDeadlineExceeded
        `label_replace(max by (namespace, deployment, reason) (kube_deployment_status_condition{condition="Progressing",status="false"}) == 1, "workload", "$1", "deployment", "(.*)")`,
        // a StatefulSet has no deadline
        `label_replace(max by (namespace, statefulset) (kube_statefulset_status_replicas_updated < kube_statefulset_replicas unless changes(kube_statefulset_status_replicas_updated[15m]) > 0), "workload", "$1", "statefulset", "(.*)")`,
      ].join(" or "),
      for: "15m",
      summary:
        "The new version of {{ $labels.workload }} in {{ $labels.namespace }} does not become ready{{ with $labels.reason }} ({{ . }}){{ end }}",
      dashboard: "system",
    },
    {
      alert: "AutoscalerAtMaximum",
      severity: "warning",
      from: ["kube-state-metrics"],
      // a range of one number is no autoscaling
      expr: `kube_horizontalpodautoscaler_status_current_replicas >= kube_horizontalpodautoscaler_spec_max_replicas and kube_horizontalpodautoscaler_spec_max_replicas > kube_horizontalpodautoscaler_spec_min_replicas`,
      for: "30m",
      summary:
        "{{ $labels.horizontalpodautoscaler }} in {{ $labels.namespace }} has run its maximum of {{ $value }} pods for half an hour",
      dashboard: "system",
    },
    {
      alert: "AutoscalerBlind",
      severity: "warning",
      from: ["kube-state-metrics"],
      expr: `kube_horizontalpodautoscaler_status_condition{condition="ScalingActive",status="false"} == 1 and on (namespace, horizontalpodautoscaler) kube_horizontalpodautoscaler_status_desired_replicas > 0`,
      for: "15m",
      summary:
        "{{ $labels.horizontalpodautoscaler }} in {{ $labels.namespace }} gets no metrics, so it does not scale",
      dashboard: "system",
    },
    {
      alert: "BudgetBlocksDrain",
      severity: "warning",
      from: ["kube-state-metrics"],
      expr: `kube_poddisruptionbudget_status_pod_disruptions_allowed == 0 and kube_poddisruptionbudget_status_expected_pods > 0`,
      for: "1h",
      summary:
        "The budget {{ $labels.poddisruptionbudget }} in {{ $labels.namespace }} has allowed no eviction for an hour, so its nodes cannot be replaced",
      dashboard: "system",
    },
    {
      alert: "JobFailed",
      severity: "warning",
      from: ["kube-state-metrics"],
      // a failed copy is BackupFailed
      expr: `max by (namespace, job_name) (kube_job_failed{condition="true",job_name!~"${copies}"}) == 1`,
      summary: "The Job {{ $labels.job_name }} in {{ $labels.namespace }} failed",
      dashboard: "system",
    },
    {
      alert: "VolumeFull",
      severity: "critical",
      from: ["kubelet"],
      expr: `kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes < 0.05 or kubelet_volume_stats_inodes_free / kubelet_volume_stats_inodes < 0.05`,
      for: "5m",
      summary:
        "The claim {{ $labels.persistentvolumeclaim }} in {{ $labels.namespace }} has {{ $value | humanizePercentage }} left",
      dashboard: "system",
    },
    {
      alert: "VolumeFills",
      severity: "warning",
      from: ["kubelet"],
      // below a quarter, and empty in four days at the speed of the last six hours
      expr: `kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes < 0.25 and predict_linear(kubelet_volume_stats_available_bytes[6h], 4 * 24 * 3600) < 0`,
      for: "1h",
      summary:
        "The claim {{ $labels.persistentvolumeclaim }} in {{ $labels.namespace }} is full in four days; {{ $value | humanizePercentage }} is left",
      dashboard: "system",
    },
  ],
};
