import { pair } from "./case.ts";

const k = "kube-state-metrics";
const waiting = (reason: string) =>
  `kube_pod_container_status_waiting_reason{namespace="zipbob",pod="edge-1",container="edge",reason="${reason}"}`;
const container = { namespace: "zipbob", pod: "edge-1", container: "edge" };
const progressing = `kube_deployment_status_condition{namespace="zipbob",deployment="edge",condition="Progressing",status="false",reason="ProgressDeadlineExceeded"}`;
const stateful = (name: string) =>
  `kube_statefulset_${name}{namespace="zipbob",statefulset="mongodb"}`;
const hpa = (name: string) =>
  `kube_horizontalpodautoscaler_${name}{namespace="zipbob",horizontalpodautoscaler="edge"}`;
const blind = `kube_horizontalpodautoscaler_status_condition{namespace="zipbob",horizontalpodautoscaler="edge",condition="ScalingActive",status="false"}`;
const scaler = { namespace: "zipbob", horizontalpodautoscaler: "edge" };
const budget = (name: string) =>
  `kube_poddisruptionbudget_status_${name}{namespace="zipbob",poddisruptionbudget="mongodb"}`;
const volume = (name: string) =>
  `kubelet_volume_stats_${name}{namespace="zipbob",persistentvolumeclaim="data-mariadb-0"}`;
const claim = { namespace: "zipbob", persistentvolumeclaim: "data-mariadb-0" };
const restarts = `kube_pod_container_status_restarts_total{namespace="zipbob",pod="edge-1",container="edge"}`;
const ended = (reason: string) =>
  `kube_pod_container_status_last_terminated_reason{namespace="zipbob",pod="edge-1",container="edge",reason="${reason}"}`;
const job = (name: string) =>
  `kube_job_failed{namespace="zipbob",job_name="${name}",condition="true"}`;

/** Pods, rollouts, scaling and volumes. */
export const workloadCases = [
  ...pair(
    "PodCrashLoops",
    k,
    {
      title: "a container waits between crashes, and runs in between",
      series: { [waiting("CrashLoopBackOff")]: "1 1 0 1 1 0 1 1 0 1 1 0 1 1 0 1 1 0 1 1" },
      minute: 18,
      labels: { ...container, reason: "CrashLoopBackOff" },
      summary: "edge of zipbob/edge-1 ends again and again",
    },
    {
      title: "a container crashed once",
      series: { [waiting("CrashLoopBackOff")]: "1 1 0x30" },
      minute: 18,
    },
  ),
  ...pair(
    "ContainerCannotStart",
    k,
    {
      title: "F3: a tag that the registry lacks is told with its reason",
      series: { [waiting("ImagePullBackOff")]: "1x20" },
      minute: 15,
      labels: { ...container, reason: "ImagePullBackOff" },
      summary: "edge of zipbob/edge-1 cannot start: ImagePullBackOff",
    },
    {
      title: "a container is being created",
      series: { [waiting("ContainerCreating")]: "1x20" },
      minute: 15,
    },
  ),
  ...pair(
    "ContainerOutOfMemory",
    k,
    {
      title: "the kernel killed a container, which started again",
      series: { [restarts]: "0x5 1x10", [ended("OOMKilled")]: "_x5 1x10" },
      minute: 10,
      labels: container,
      summary: "edge of zipbob/edge-1 was killed at its memory limit",
    },
    {
      title: "a container ended by itself",
      series: { [restarts]: "0x5 1x10", [ended("Error")]: "_x5 1x10" },
      minute: 10,
    },
  ),
  ...pair(
    "PodPending",
    k,
    {
      title: "no node has room",
      series: { 'kube_pod_status_phase{namespace="zipbob",pod="edge-1",phase="Pending"}': "1x30" },
      minute: 20,
      labels: { namespace: "zipbob", pod: "edge-1" },
      summary: "zipbob/edge-1 has found no node for 15 minutes",
    },
    {
      title: "a node comes after two minutes",
      series: {
        'kube_pod_status_phase{namespace="zipbob",pod="edge-1",phase="Pending"}': "1 1 0x28",
      },
      minute: 20,
    },
  ),
  ...pair(
    "RolloutStuck",
    k,
    {
      title: "F3: a Deployment passed its deadline",
      series: { [progressing]: "0 1x30" },
      minute: 20,
      labels: {
        namespace: "zipbob",
        deployment: "edge",
        workload: "edge",
        reason: "ProgressDeadlineExceeded",
      },
      summary: "The new version of edge in zipbob does not become ready (ProgressDeadlineExceeded)",
    },
    {
      title: "a rollout of a StatefulSet goes on",
      series: {
        [stateful("status_replicas_updated")]: "0x10 1x10 2x10 3x10",
        [stateful("replicas")]: "3x40",
      },
      minute: 35,
    },
  ),
  {
    alert: "RolloutStuck",
    source: k,
    title: "F3: a StatefulSet waits for a member that does not become ready",
    series: { [stateful("status_replicas_updated")]: "0x5 1x60", [stateful("replicas")]: "3x65" },
    minute: 50,
    messages: [
      {
        labels: { namespace: "zipbob", statefulset: "mongodb", workload: "mongodb" },
        summary: "The new version of mongodb in zipbob does not become ready",
      },
    ],
  },
  ...pair(
    "AutoscalerAtMaximum",
    k,
    {
      title: "six of two to six pods for 40 minutes",
      series: {
        [hpa("status_current_replicas")]: "6x50",
        [hpa("spec_max_replicas")]: "6x50",
        [hpa("spec_min_replicas")]: "2x50",
      },
      minute: 40,
      labels: scaler,
      summary: "edge in zipbob has run its maximum of 6 pods for half an hour",
    },
    {
      title: "a scaler of exactly two pods",
      series: {
        [hpa("status_current_replicas")]: "2x50",
        [hpa("spec_max_replicas")]: "2x50",
        [hpa("spec_min_replicas")]: "2x50",
      },
      minute: 40,
    },
  ),
  ...pair(
    "AutoscalerBlind",
    k,
    {
      title: "no metrics for twenty minutes",
      series: { [blind]: "1x30", [hpa("status_desired_replicas")]: "2x30" },
      minute: 20,
      labels: { ...scaler, condition: "ScalingActive", status: "false" },
      summary: "edge in zipbob gets no metrics, so it does not scale",
    },
    {
      title: "scaled to none at night",
      series: { [blind]: "1x30", [hpa("status_desired_replicas")]: "0x30" },
      minute: 20,
    },
  ),
  ...pair(
    "BudgetBlocksDrain",
    k,
    {
      title: "no eviction is allowed for more than an hour",
      series: { [budget("pod_disruptions_allowed")]: "0x90", [budget("expected_pods")]: "3x90" },
      minute: 70,
      labels: { namespace: "zipbob", poddisruptionbudget: "mongodb" },
      summary:
        "The budget mongodb in zipbob has allowed no eviction for an hour, so its nodes cannot be replaced",
    },
    {
      title: "one member at a time is replaced",
      series: {
        [budget("pod_disruptions_allowed")]: "1x30 0x10 1x50",
        [budget("expected_pods")]: "3x90",
      },
      minute: 70,
    },
  ),
  ...pair(
    "JobFailed",
    k,
    {
      title: "a Job of a service failed",
      series: { [job("crawler-29384")]: "1x10" },
      minute: 5,
      labels: { namespace: "zipbob", job_name: "crawler-29384" },
      summary: "The Job crawler-29384 in zipbob failed",
    },
    {
      title: "a backup has an alert of its own",
      series: { [job("vault-snapshot-29384")]: "1x10" },
      minute: 5,
    },
  ),
  ...pair(
    "VolumeFull",
    "kubelet",
    {
      title: "2 GiB of 50 are left",
      series: { [volume("available_bytes")]: "2x20", [volume("capacity_bytes")]: "50x20" },
      minute: 10,
      labels: claim,
      summary: "The claim data-mariadb-0 in zipbob has 4% left",
    },
    {
      title: "10 GiB of 50 are left",
      series: { [volume("available_bytes")]: "10x20", [volume("capacity_bytes")]: "50x20" },
      minute: 10,
    },
  ),
  ...pair(
    "VolumeFills",
    "kubelet",
    {
      title: "24 % left, and a percent goes every hour",
      series: {
        [volume("available_bytes")]: "24000-16x480",
        [volume("capacity_bytes")]: "100000x480",
      },
      minute: 450,
      labels: claim,
      summary: "The claim data-mariadb-0 in zipbob is full in four days; 16.8% is left",
    },
    {
      title: "24 % left, and it stays so",
      series: {
        [volume("available_bytes")]: "24000x480",
        [volume("capacity_bytes")]: "100000x480",
      },
      minute: 450,
    },
  ),
];
