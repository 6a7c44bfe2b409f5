import { eachContainer, eachPod } from "../kubernetes/each.ts";
import { podOwners } from "../kubernetes/pods.ts";
import { resourceRule, type Rule } from "../rule.ts";
import { some } from "../unknown.ts";

const noPrivileged = resourceRule({
  id: "pod-no-privileged",
  theme: "k8s-pod-security",
  title: "No privileged containers",
  severity: "critical",
  sources: [
    "CKV_K8S_16",
    "PSS-baseline:privileged",
    "kube-linter:privileged-container",
    "kube-score:container-security-context-privileged",
    "CIS-EKS-4.2.1",
    "polaris:runAsPrivileged",
  ],
  remediation:
    "Remove `privileged` from the container's securityContext; if the program needs a capability, add that one.",
  types: podOwners,
  check: eachContainer(({ value }, { fail }) => {
    const privileged = value.at("securityContext", "privileged");
    if (privileged.flag === true) fail(privileged, "be false or absent");
  }),
});

const noPrivilegeEscalation = resourceRule({
  id: "pod-no-privilege-escalation",
  theme: "k8s-pod-security",
  title: "Privilege escalation is off",
  severity: "high",
  sources: [
    "CKV_K8S_20",
    "PSS-restricted:allowPrivilegeEscalation",
    "kube-linter:privilege-escalation-container",
    "CIS-EKS-4.2.5",
    "polaris:privilegeEscalationAllowed",
  ],
  remediation: "Set `securityContext: { allowPrivilegeEscalation: false }` on the container.",
  types: podOwners,
  check: eachContainer(({ value }, { fail }) => {
    const escalation = value.at("securityContext", "allowPrivilegeEscalation");
    if (escalation.flag !== false) fail(escalation, "be false");
  }),
});

const runAsNonRoot = resourceRule({
  id: "pod-run-as-non-root",
  theme: "k8s-pod-security",
  title: "Containers run as non-root",
  severity: "high",
  sources: [
    "CKV_K8S_23",
    "CKV_K8S_40",
    "PSS-restricted:runAsNonRoot",
    "kube-linter:run-as-non-root",
    "polaris:runAsRootAllowed",
  ],
  remediation:
    "Set `runAsNonRoot: true` in the pod's securityContext, and build the image with a numeric `USER`.",
  types: podOwners,
  check: eachContainer(({ value, pod }, { fail }) => {
    const inherited = (key: string) => {
      const own = value.at("securityContext", key);
      return own.present ? own : pod.spec.at("securityContext", key);
    };
    const nonRoot = inherited("runAsNonRoot");
    if (nonRoot.flag !== true)
      fail(nonRoot.present ? nonRoot : value.at("securityContext", "runAsNonRoot"), "be true");
    const user = inherited("runAsUser");
    if (user.is(0)) fail(user, "be another user than 0");
  }),
});

const dropAllCapabilities = resourceRule({
  id: "pod-drop-all-capabilities",
  theme: "k8s-pod-security",
  title: "Capabilities are dropped",
  severity: "high",
  sources: [
    "CKV_K8S_28",
    "CKV_K8S_37",
    "CKV_K8S_39",
    "PSS-restricted:capabilities",
    "kube-linter:drop-net-raw-capability",
    "polaris:dangerousCapabilities",
  ],
  remediation: 'Set `securityContext: { capabilities: { drop: ["ALL"] } }` on the container.',
  types: podOwners,
  check: eachContainer(({ value }, { fail, each }) => {
    const capabilities = value.at("securityContext", "capabilities");
    const drop = capabilities.at("drop");
    if (!some(drop.list, (entry) => entry.is("ALL"))) fail(drop, "contain ALL");
    each(capabilities.at("add").list, (added) => {
      if (!added.is("NET_BIND_SERVICE"))
        fail(added, "be NET_BIND_SERVICE, the only capability that may be added");
    });
  }),
});

const readonlyRoot = resourceRule({
  id: "pod-readonly-root",
  theme: "k8s-pod-security",
  title: "Root filesystem is read-only",
  severity: "medium",
  sources: [
    "CKV_K8S_22",
    "kube-linter:no-read-only-root-fs",
    "kube-score:container-security-context-readonlyrootfilesystem",
    "polaris:notReadOnlyRootFilesystem",
  ],
  remediation:
    "Set `securityContext: { readOnlyRootFilesystem: true }`, and mount an emptyDir where the program writes.",
  types: podOwners,
  check: eachContainer(({ value }, { fail }) => {
    const readonly = value.at("securityContext", "readOnlyRootFilesystem");
    if (readonly.flag !== true) fail(readonly, "be true");
  }),
});

const seccomp = resourceRule({
  id: "pod-seccomp",
  theme: "k8s-pod-security",
  title: "Seccomp profile is set",
  severity: "medium",
  sources: [
    "CKV_K8S_31",
    "PSS-restricted:seccomp",
    "kube-score:container-seccomp-profile",
    "polaris:linuxHardening",
  ],
  remediation: 'Set `securityContext: { seccompProfile: { type: "RuntimeDefault" } }` on the pod.',
  types: podOwners,
  check: eachContainer(({ value, pod }, { fail }) => {
    const own = value.at("securityContext", "seccompProfile", "type");
    const profile = own.present ? own : pod.spec.at("securityContext", "seccompProfile", "type");
    if (!profile.is("RuntimeDefault", "Localhost")) fail(profile, "be RuntimeDefault or Localhost");
  }),
});

const tokenNotMounted = resourceRule({
  id: "pod-token-not-mounted",
  theme: "k8s-pod-security",
  title: "API token is mounted only when asked",
  severity: "medium",
  sources: ["CKV_K8S_38", "CIS-EKS-4.1.6", "polaris:automountServiceAccountToken"],
  remediation:
    "Set `automountServiceAccountToken: false` on the pod; if it calls the Kubernetes API, set true and name its own service account.",
  types: podOwners,
  check: eachPod(({ spec }, { fail }) => {
    const mount = spec.at("automountServiceAccountToken");
    if (mount.flag === undefined) fail(mount, "be false, or true if the pod calls the API");
    const account = spec.at("serviceAccountName");
    if (mount.flag === true && (account.empty || account.is("default")))
      fail(mount, "be false for the default service account");
  }),
});

const notDefaultServiceAccount = resourceRule({
  id: "pod-not-default-service-account",
  theme: "k8s-pod-security",
  title: "Workloads use their own service account",
  severity: "medium",
  sources: ["CKV_K8S_41", "kube-linter:default-service-account", "CIS-EKS-4.1.5"],
  remediation: "Create a ServiceAccount for the workload, and name it in `serviceAccountName`.",
  types: podOwners,
  check: eachPod(({ spec }, { fail }) => {
    const own = spec.at("serviceAccountName");
    const account = own.absent ? spec.at("serviceAccount") : own;
    if (account.empty || account.is("default"))
      fail(own, "name a service account of the workload's own");
  }),
});

const notDefaultNamespace = resourceRule({
  id: "pod-not-default-namespace",
  theme: "k8s-pod-security",
  title: "Nothing lives in the default namespace",
  severity: "low",
  sources: ["CKV_K8S_21", "kube-linter:use-namespace", "CIS-EKS-4.5.2"],
  remediation: "Set `metadata.namespace` to a Namespace of the stack.",
  types: podOwners,
  check: ({ props }, { fail }) => {
    const namespace = props.at("metadata", "namespace");
    if (namespace.empty || namespace.is("default"))
      fail(namespace, "be another namespace than default");
  },
});

export const podSecurity: readonly Rule[] = [
  noPrivileged,
  noPrivilegeEscalation,
  runAsNonRoot,
  dropAllCapabilities,
  readonlyRoot,
  seccomp,
  tokenNotMounted,
  notDefaultServiceAccount,
  notDefaultNamespace,
];
