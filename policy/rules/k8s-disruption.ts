import type { Graph } from "../graph.ts";
import type { KubernetesObject } from "../kubernetes/object.ts";
import { longRunning, type Workload } from "../kubernetes/graph.ts";
import { selects } from "../kubernetes/labels.ts";
import { countOf } from "../kubernetes/quantity.ts";
import { containersOf } from "../kubernetes/pods.ts";
import { type Rule, stackRule } from "../rule.ts";
import { those } from "../unknown.ts";

const budgetedKinds: ReadonlySet<string> = new Set([
  "Deployment",
  "StatefulSet",
  "Rollout",
  "ReplicaSet",
]);

/** Pods that a workload has at least; undefined where nothing says so. */
function leastReplicas(kubernetes: Graph["kubernetes"], workload: Workload): number {
  const [scaler] = kubernetes.autoscalersOf(workload);
  const least = scaler?.spec.at(scaler.kind === "ScaledObject" ? "minReplicaCount" : "minReplicas");
  return (least ?? workload.spec.at("replicas")).number ?? 1;
}

const budgeted = (kubernetes: Graph["kubernetes"], budget: KubernetesObject): readonly Workload[] =>
  kubernetes
    .selected(budget, budget.spec.at("selector"))
    .filter(({ kind }) => budgetedKinds.has(kind));

const pdbNotBlocking = stackRule({
  id: "pdb-not-blocking",
  theme: "k8s-reliability",
  title: "PDBs leave room to drain",
  severity: "high",
  sources: [
    "kube-linter:pdb-max-unavailable",
    "kube-linter:pdb-min-available",
    "kube-score:poddisruptionbudget-has-policy",
    "polaris:pdbDisruptionsIsZero",
  ],
  remediation:
    "Set `maxUnavailable: 1` and no minAvailable: it leaves room at any number of replicas.",
  check: ({ kubernetes }, { fail, each }) =>
    each(kubernetes.of("PodDisruptionBudget"), (budget) => {
      const [least, most] = [budget.spec.at("minAvailable"), budget.spec.at("maxUnavailable")];
      if (least.present === most.present)
        return fail(most, "be set alone: exactly one of minAvailable and maxUnavailable");
      if (most.present && most.is(0, "0", "0%")) fail(most, "leave room for one pod");
      if (least.is("100%")) return fail(least, "leave room for one pod");
      each(budgeted(kubernetes, budget), (workload) => {
        const replicas = leastReplicas(kubernetes, workload);
        const kept = countOf(least, replicas, Math.ceil);
        if (
          kept !== undefined &&
          kept >= replicas &&
          kubernetes.autoscalersOf(workload).length === 0
        )
          fail(least, `be below the ${replicas} replicas of ${workload.resource.name}`);
      });
    }),
});

const pdbNotAboveHpaMin = stackRule({
  id: "pdb-not-above-hpa-min",
  theme: "k8s-reliability",
  title: "PDB fits the HPA floor",
  severity: "medium",
  sources: ["polaris:pdbMinAvailableGreaterThanHPAMinReplicas"],
  remediation: "Lower minAvailable below the autoscaler's minReplicas, or use `maxUnavailable: 1`.",
  check: ({ kubernetes }, { fail, each }) =>
    each(kubernetes.of("PodDisruptionBudget"), (budget) => {
      const least = budget.spec.at("minAvailable");
      if (least.absent) return;
      each(budgeted(kubernetes, budget), (workload) => {
        if (kubernetes.autoscalersOf(workload).length === 0) return;
        const floor = leastReplicas(kubernetes, workload);
        const kept = countOf(least, floor, Math.ceil);
        if (kept !== undefined && kept >= floor)
          fail(
            least,
            `be below ${floor}, the least that the autoscaler keeps of ${workload.resource.name}`,
          );
      });
    }),
});

const pdbForMultiReplica = stackRule({
  id: "pdb-for-multi-replica",
  theme: "k8s-graph",
  title: "Each workload of several replicas has one disruption budget, and no pod has two",
  severity: "medium",
  sources: [
    "kube-score:deployment-has-poddisruptionbudget",
    "kube-score:statefulset-has-poddisruptionbudget",
    "polaris:missingPodDisruptionBudget",
    "EKS-BPG:reliability/application",
  ],
  remediation:
    "Add a PodDisruptionBudget whose selector is the workload's own, with `maxUnavailable: 1`.",
  check: ({ kubernetes }, { fail, each }) =>
    each(kubernetes.workloads, (workload) => {
      if (!longRunning.has(workload.kind)) return;
      const labels = workload.pod.metadata.at("labels");
      const budgets = those(kubernetes.selectorsFor(workload, "PodDisruptionBudget"), (budget) =>
        selects(budget.spec.at("selector"), labels),
      );
      // the eviction API refuses a pod that two budgets select, however many replicas it has
      const missing =
        budgets.length === 0 &&
        budgetedKinds.has(workload.kind) &&
        leastReplicas(kubernetes, workload) >= 2;
      if (budgets.length > 1 || missing)
        fail(labels, `be selected by exactly one PodDisruptionBudget; ${budgets.length} select it`);
    }),
});

/** Seconds that a preStop hook sleeps. */
const sleep = /\bsleep\s+(\d+)/;

const gracefulTermination = stackRule({
  id: "graceful-termination",
  theme: "k8s-reliability",
  title: "Web pods drain before exit",
  severity: "low",
  sources: ["EKS-BPG:networking/loadbalancing"],
  remediation:
    "Add a preStop hook that sleeps while the load balancer forgets the pod, and a terminationGracePeriodSeconds above it; a program that waits by itself says so in the annotation hanok.dev/drains.",
  check: ({ kubernetes }, { fail, each }) =>
    each(kubernetes.of("Ingress"), (ingress) => {
      const { metadata, spec } = ingress;
      if (
        !spec.at("ingressClassName").is("alb") &&
        !metadata.at("annotations", "kubernetes.io/ingress.class").is("alb")
      )
        return;
      const names = spec
        .at("rules")
        .list.flatMap((rule) => rule.at("http", "paths").list)
        .map((path) => path.at("backend", "service", "name").text);
      const services = kubernetes
        .beside(ingress, "Service")
        .filter((service) => names.includes(service.metadata.at("name").text));
      each(
        services.flatMap((service) => kubernetes.served(service)),
        ({ pod }) => {
          if (
            !longRunning.has(pod.kind) ||
            pod.metadata.at("annotations", "hanok.dev/drains").present
          )
            return;
          const hooks = containersOf(pod, ["containers"]).map(({ value }) =>
            value.at("lifecycle", "preStop"),
          );
          const [hook] = hooks.filter(({ present }) => present);
          if (hook === undefined)
            return fail(
              pod.spec.at("containers", 0, "lifecycle", "preStop"),
              "wait until the load balancer has forgotten the pod",
            );
          const said =
            hook.at("sleep", "seconds").number ??
            Number(sleep.exec(JSON.stringify(hook.deep))?.[1] ?? 0);
          const grace = pod.spec.at("terminationGracePeriodSeconds");
          if ((grace.number ?? 30) <= said)
            fail(grace, `be above the ${said} s that preStop sleeps`);
        },
      );
    }),
});

/** Disruptions: drains, rollouts and the end of pods. */
export const disruption: readonly Rule[] = [
  pdbNotBlocking,
  pdbNotAboveHpaMin,
  pdbForMultiReplica,
  gracefulTermination,
];
