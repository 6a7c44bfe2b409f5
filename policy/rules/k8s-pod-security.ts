import { matchesAny } from "../glob.ts";
import { nameOf, objectOf } from "../kubernetes/object.ts";
import { eachContainer, eachPod, podOwners } from "../kubernetes/pods.ts";
import { resourceRule, type Rule } from "../rule.ts";
import { every, some } from "../unknown.ts";

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
    "Remove `privileged` from the container's securityContext; what needs one capability asks for it.",
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
        fail(added, "be no other capability than NET_BIND_SERVICE");
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

const noHostNamespaces = resourceRule({
  id: "pod-no-host-namespaces",
  theme: "k8s-pod-security",
  title: "No host namespaces",
  severity: "critical",
  sources: [
    "CKV_K8S_17",
    "CKV_K8S_18",
    "CKV_K8S_19",
    "PSS-baseline:host-namespaces",
    "kube-linter:host-network",
    "kube-linter:host-pid",
    "kube-linter:host-ipc",
    "CIS-EKS-4.2.2",
    "CIS-EKS-4.2.3",
    "CIS-EKS-4.2.4",
  ],
  remediation:
    "Remove the field; a node agent that needs the host's network is named in the setting `hostNetworkWorkloads`.",
  types: podOwners,
  check: eachPod(({ spec, resource }, { fail, each, settings }) =>
    each(["hostNetwork", "hostPID", "hostIPC"], (key) => {
      if (spec.at(key).flag !== true) return;
      const object = objectOf(resource);
      const allowed = key === "hostNetwork" && object !== undefined;
      if (allowed && matchesAny(settings.hostNetworkWorkloads, nameOf(object))) return;
      fail(spec.at(key), "be false or absent");
    }),
  ),
});

const noHostPath = resourceRule({
  id: "pod-no-hostpath",
  theme: "k8s-pod-security",
  title: "No hostPath volumes",
  severity: "critical",
  sources: [
    "CKV_K8S_27",
    "PSS-baseline:hostPath",
    "kube-linter:docker-sock",
    "kube-linter:sensitive-host-mounts",
    "polaris:hostPathSet",
  ],
  remediation:
    "Use a persistentVolumeClaim, an emptyDir or a CSI volume instead of the node's own files.",
  types: podOwners,
  check: eachPod(({ spec }, { fail, each }) =>
    each(spec.at("volumes").list, (volume) => {
      const path = volume.at("hostPath");
      if (path.absent) return;
      const socket = /(?:docker|containerd|crio)\.sock$/;
      const place = path.at("path");
      const isSocket = !place.unknown && socket.test(place.text ?? "");
      fail(
        path,
        isSocket ? "never be the socket of the container runtime" : "be another kind of volume",
      );
    }),
  ),
});

const noHostPort = resourceRule({
  id: "pod-no-hostport",
  theme: "k8s-pod-security",
  title: "No host ports",
  severity: "medium",
  sources: ["CKV_K8S_26", "PSS-baseline:host-ports", "polaris:hostPortSet"],
  remediation: "Remove `hostPort`, and let a Service lead to the pod.",
  types: podOwners,
  check: eachContainer(({ value }, { fail, each }) =>
    each(value.at("ports").list, (port) => {
      const host = port.at("hostPort");
      if (host.present && !host.is(0)) fail(host, "be absent");
    }),
  ),
});

/** Source: Pod Security Standards, restricted, "Volume Types". */
const portableVolumes: ReadonlySet<string> = new Set([
  "name",
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "persistentVolumeClaim",
  "projected",
  "secret",
]);

const restrictedVolumeTypes = resourceRule({
  id: "pod-restricted-volume-types",
  theme: "k8s-pod-security",
  title: "Only portable volume types",
  severity: "medium",
  sources: ["PSS-restricted:volumeTypes"],
  remediation:
    "Use a configMap, secret, projected, emptyDir, ephemeral, csi, downwardAPI or persistentVolumeClaim volume.",
  types: podOwners,
  check: eachPod(({ spec }, { fail, each }) =>
    each(spec.at("volumes").list, (volume) =>
      each(volume.entries, ([type, value]) => {
        if (!portableVolumes.has(type) && value.present)
          fail(value, "be a portable kind of volume");
      }),
    ),
  ),
});

/** Source: Pod Security Standards, baseline, "Sysctls", as of Kubernetes 1.32. */
const safeSysctls: ReadonlySet<string | undefined> = new Set([
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.ping_group_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_rmem",
  "net.ipv4.tcp_wmem",
]);

const noUnsafeProcOrSysctl = resourceRule({
  id: "pod-no-unsafe-proc-or-sysctl",
  theme: "k8s-pod-security",
  title: "Default proc mount and safe sysctls",
  severity: "high",
  sources: [
    "PSS-baseline:procMount",
    "PSS-baseline:sysctls",
    "kube-linter:unsafe-proc-mount",
    "kube-linter:unsafe-sysctls",
    "polaris:procMount",
  ],
  remediation: "Remove `procMount`, and keep to the sysctls that Kubernetes calls safe.",
  types: podOwners,
  check: (resource, trial) => {
    eachPod(({ spec }, { fail, each }) =>
      each(spec.at("securityContext", "sysctls").list, (sysctl) => {
        const name = sysctl.at("name");
        if (!safeSysctls.has(name.text)) fail(name, "be one of the safe sysctls");
      }),
    )(resource, trial);
    eachContainer(({ value }, { fail }) => {
      const mount = value.at("securityContext", "procMount");
      if (mount.present && !mount.is("Default")) fail(mount, "be Default or absent");
    })(resource, trial);
  },
});

const tokenNotMounted = resourceRule({
  id: "pod-token-not-mounted",
  theme: "k8s-pod-security",
  title: "API token is mounted only when asked",
  severity: "medium",
  sources: ["CKV_K8S_38", "CIS-EKS-4.1.6", "polaris:automountServiceAccountToken"],
  remediation:
    "Set `automountServiceAccountToken: false` on the pod; one that calls the Kubernetes API sets true, with a service account of its own.",
  types: podOwners,
  check: eachPod(({ spec }, { fail }) => {
    const mount = spec.at("automountServiceAccountToken");
    if (mount.flag === undefined) fail(mount, "be set: false, or true where the pod calls the API");
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
  noHostNamespaces,
  noHostPath,
  noHostPort,
  restrictedVolumeTypes,
  noUnsafeProcOrSysctl,
  tokenNotMounted,
  notDefaultServiceAccount,
  notDefaultNamespace,
];
