/**
 * What the manifest linters look for, and the rule of the pack that reports the same; `undefined` with the reason where
 * no rule does. Names: kube-score score --help and README_CHECKS.md (1.20), Polaris' checks that are called danger.
 */
export const linterChecks: Readonly<
  Record<string, { readonly rule: string } | { readonly because: string }>
> = {
  "kube-score:container-image-tag": { rule: "pod-image-pinned" },
  "kube-score:container-image-pull-policy": {
    because: "ADR 4: an image is pinned by tag or digest, and pulled once",
  },
  "kube-score:container-resources": { rule: "pod-requests-and-memory-limit" },
  "kube-score:container-ephemeral-storage-request-and-limit": {
    because: "A read-only root leaves emptyDir alone, whose size limit is the pod's own",
  },
  "kube-score:container-security-context-privileged": { rule: "pod-no-privileged" },
  "kube-score:container-security-context-readonlyrootfilesystem": { rule: "pod-readonly-root" },
  "kube-score:container-security-context-user-group-id": {
    because: "runAsNonRoot says what matters: an image's own user may have any id",
  },
  "kube-score:container-seccomp-profile": { rule: "pod-seccomp" },
  "kube-score:cronjob-has-deadline": { rule: "job-hygiene" },
  "kube-score:cronjob-restartpolicy": { rule: "job-hygiene" },
  "kube-score:deployment-has-host-podantiaffinity": { rule: "workload-spread" },
  "kube-score:statefulset-has-host-podantiaffinity": { rule: "workload-spread" },
  "kube-score:deployment-has-poddisruptionbudget": { rule: "pdb-for-multi-replica" },
  "kube-score:statefulset-has-poddisruptionbudget": { rule: "pdb-for-multi-replica" },
  "kube-score:deployment-pod-selector-labels-match-template-metadata-labels": {
    rule: "deployment-selector-matches-template",
  },
  "kube-score:statefulset-pod-selector-labels-match-template-metadata-labels": {
    rule: "deployment-selector-matches-template",
  },
  "kube-score:deployment-replicas": { rule: "deployment-replicas-min" },
  "kube-score:deployment-strategy": { rule: "deployment-rolling-update" },
  "kube-score:deployment-targeted-by-hpa-does-not-have-replicas-configured": {
    rule: "hpa-owns-replicas",
  },
  "kube-score:environment-variable-key-duplication": { rule: "duplicate-env-vars" },
  "kube-score:horizontalpodautoscaler-has-target": { rule: "hpa-target-exists" },
  "kube-score:horizontalpodautoscaler-replicas": { rule: "hpa-bounds" },
  "kube-score:ingress-targets-service": { rule: "ingress-backend-exists" },
  "kube-score:networkpolicy-targets-pod": { rule: "netpol-not-dangling" },
  "kube-score:pod-networkpolicy": { rule: "netpol-covers-workloads" },
  "kube-score:pod-probes": { rule: "pod-readiness-probe" },
  "kube-score:pod-probes-identical": { rule: "pod-liveness-probe-distinct" },
  "kube-score:pod-topology-spread-constraints": { rule: "workload-spread" },
  "kube-score:poddisruptionbudget-has-policy": { rule: "pdb-not-blocking" },
  "kube-score:service-targets-pod": { rule: "service-selects-pods" },
  "kube-score:service-type": { rule: "service-no-nodeport-or-open-lb" },
  "kube-score:stable-version": { rule: "served-api-version" },
  "kube-score:statefulset-has-servicename": { rule: "statefulset-headless-service" },
  "kube-score:label-values": { because: "The API server refuses such a label in the preview" },
  "kube-score:container-ports-check": { rule: "pod-probe-port-declared" },
  "polaris:hostIPCSet": { rule: "pod-no-host-namespaces" },
  "polaris:hostPIDSet": { rule: "pod-no-host-namespaces" },
  "polaris:hostNetworkSet": { rule: "pod-no-host-namespaces" },
  "polaris:tagNotSpecified": { rule: "pod-image-pinned" },
  "polaris:privilegeEscalationAllowed": { rule: "pod-no-privilege-escalation" },
  "polaris:runAsPrivileged": { rule: "pod-no-privileged" },
  "polaris:runAsRootAllowed": { rule: "pod-run-as-non-root" },
  "polaris:dangerousCapabilities": { rule: "pod-drop-all-capabilities" },
  "polaris:sensitiveContainerEnvVar": { rule: "pod-no-secret-literals-in-env" },
  "polaris:sensitiveConfigmapContent": { rule: "configmap-no-secrets" },
  "polaris:rolePodExecAttach": { rule: "rbac-no-escalation-verbs" },
  "polaris:bindingClusterAdmin": { rule: "rbac-no-cluster-admin-binding" },
  // a field or a kind that the API server does not know: it refuses the object in the preview
  "kubeconform:": { because: "The API server itself refuses an unknown field in the preview" },
};
