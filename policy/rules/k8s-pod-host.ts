import { matchesAny } from "../glob.ts";
import { nameOf, objectOf } from "../kubernetes/object.ts";
import { eachContainer, eachPod } from "../kubernetes/each.ts";
import { podOwners } from "../kubernetes/pods.ts";
import { resourceRule, type Rule, type Trial } from "../rule.ts";
import type { Value } from "../value.ts";

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

const persistentVolume = "kubernetes:core/v1:PersistentVolume";
const runtimeSocket = /(?:docker|containerd|crio)\.sock$/;

function validateVolume(volume: Value, { fail }: Trial): void {
  const path = volume.at("hostPath");
  if (path.absent) return;
  const place = path.at("path");
  const isSocket = !place.unknown && runtimeSocket.test(place.text ?? "");
  fail(
    path,
    isSocket ? "never be the socket of the container runtime" : "be another kind of volume",
  );
}

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
  types: [...podOwners, persistentVolume],
  check: (resource, trial) => {
    const volume = resource.type.endsWith(":PersistentVolume")
      ? resource.props.at("spec")
      : undefined;
    if (volume !== undefined) return validateVolume(volume, trial);
    eachPod(({ spec }, each) =>
      each.each(spec.at("volumes").list, (entry) => validateVolume(entry, each)),
    )(resource, trial);
  },
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

/** Source: Pod Security Standards, baseline, "SELinux". */
const seLinuxTypes = ["container_t", "container_init_t", "container_kvm_t", "container_engine_t"];
const appArmor = /^container\.apparmor\.security\.beta\.kubernetes\.io\//;

const confined = resourceRule({
  id: "pod-confined-by-profiles",
  theme: "k8s-pod-security",
  title: "Containers stay confined by AppArmor, SELinux and Windows",
  severity: "high",
  sources: ["own:pod-profiles", "PSS-baseline:hostProcess", "PSS-baseline:appArmor"],
  remediation:
    "Remove hostProcess, the Unconfined profile, and SELinux options other than a container's type.",
  types: podOwners,
  check: (resource, trial) => {
    const validateContext = (context: Value, { fail }: Trial): void => {
      const host = context.at("windowsOptions", "hostProcess");
      if (host.flag === true) fail(host, "be false or absent");
      const profile = context.at("appArmorProfile", "type");
      if (profile.is("Unconfined")) fail(profile, "be RuntimeDefault or Localhost");
      const options = context.at("seLinuxOptions");
      const type = options.at("type");
      if (!type.empty && !type.is(...seLinuxTypes)) fail(type, "be a type of containers");
      for (const key of ["user", "role"])
        if (!options.at(key).empty) fail(options.at(key), "be absent");
    };
    eachPod(({ spec, metadata }, each) => {
      validateContext(spec.at("securityContext"), each);
      each.each(metadata.at("annotations").entries, ([key, value]) => {
        if (appArmor.test(key) && value.is("unconfined"))
          each.fail(value, "be runtime/default or a profile");
      });
    })(resource, trial);
    eachContainer(({ value }, each) => validateContext(value.at("securityContext"), each))(
      resource,
      trial,
    );
  },
});

const noSharedProcesses = resourceRule({
  id: "pod-no-shared-processes",
  theme: "k8s-pod-security",
  title: "Containers of a pod do not share their processes",
  severity: "medium",
  sources: ["own:shared-processes"],
  remediation:
    "Remove `shareProcessNamespace`: each container could read the memory and the files of the others.",
  types: podOwners,
  check: eachPod(({ spec }, { fail }) => {
    const shared = spec.at("shareProcessNamespace");
    if (shared.flag === true) fail(shared, "be false or absent");
  }),
});

const noSshPort = resourceRule({
  id: "pod-no-ssh-port",
  theme: "k8s-pod-security",
  title: "Containers serve no SSH",
  severity: "medium",
  sources: ["own:ssh-port", "kube-linter:ssh-port"],
  remediation: "Remove the port, and use `kubectl exec` or `kubectl debug`.",
  types: podOwners,
  check: eachContainer(({ value }, { fail, each }) =>
    each(value.at("ports").list, (port) => {
      const number = port.at("containerPort");
      if (number.number === 22) fail(number, "not be 22");
    }),
  ),
});

/** A pod's access to its node. */
export const podHost: readonly Rule[] = [
  noHostNamespaces,
  noHostPath,
  noHostPort,
  restrictedVolumeTypes,
  noUnsafeProcOrSysctl,
  confined,
  noSharedProcesses,
  noSshPort,
];
