import { isDeepStrictEqual } from "node:util";
import { quantityOf } from "../kubernetes/quantity.ts";
import { eachContainer } from "../kubernetes/each.ts";
import { podOwners, serves } from "../kubernetes/pods.ts";
import { resourceRule, type Rule } from "../rule.ts";
import { some } from "../unknown.ts";

/** Workloads whose pods serve until they are told to stop. */
const servers = podOwners.filter((token) => !/:(?:Job|CronJob)$/.test(token));

const requestsAndMemoryLimit = resourceRule({
  id: "pod-requests-and-memory-limit",
  theme: "k8s-reliability",
  title: "Containers declare resources",
  severity: "high",
  sources: [
    "CKV_K8S_10",
    "CKV_K8S_12",
    "CKV_K8S_13",
    "kube-linter:unset-cpu-requirements",
    "kube-linter:unset-memory-requirements",
    "kube-score:container-resources",
    "EKS-BPG:autoscaling/karpenter",
  ],
  remediation:
    "Set `resources: { requests: { cpu, memory }, limits: { memory } }` on the container.",
  types: podOwners,
  check: eachContainer(
    ({ value }, { fail, each }) => {
      const resources = value.at("resources");
      each(["cpu", "memory"], (key) => {
        const request = resources.at("requests", key);
        const limit = resources.at("limits", key);
        // the API server copies a limit to a request that is not set
        if (request.absent && limit.absent) fail(request, "be set");
        if (key === "memory" && limit.absent) fail(limit, "be set");
        if (request.absent || limit.absent) return;
        const [asked, most] = [quantityOf(request), quantityOf(limit)];
        if (asked !== undefined && most !== undefined && asked > most)
          fail(request, `not be above the limit, ${limit.shown}`);
      });
    },
    ["initContainers", "containers"],
  ),
});

const readinessProbe = resourceRule({
  id: "pod-readiness-probe",
  theme: "k8s-reliability",
  title: "Serving containers have readiness probes",
  severity: "high",
  sources: [
    "CKV_K8S_9",
    "kube-linter:no-readiness-probe",
    "kube-score:pod-probes",
    "polaris:readinessProbeMissing",
  ],
  remediation: "Add a `readinessProbe` that answers only when the container can serve.",
  types: servers,
  check: eachContainer((container, { fail }) => {
    const probe = container.value.at("readinessProbe");
    if (serves(container) && !container.value.at("ports").empty && probe.absent)
      fail(probe, "be set on a container with ports");
  }),
});

const livenessProbeDistinct = resourceRule({
  id: "pod-liveness-probe-distinct",
  theme: "k8s-reliability",
  title: "Liveness exists and differs from readiness",
  severity: "medium",
  sources: [
    "CKV_K8S_8",
    "kube-linter:no-liveness-probe",
    "kube-score:pod-probes-identical",
    "polaris:livenessProbeMissing",
  ],
  remediation:
    "Add a `livenessProbe` that asks another question than readiness, or asks it with more patience.",
  types: servers,
  check: eachContainer((container, { fail }) => {
    const { value } = container;
    if (!serves(container) || value.at("ports").empty) return;
    const liveness = value.at("livenessProbe");
    if (liveness.absent) fail(liveness, "be set on a container with ports");
    else if (isDeepStrictEqual(liveness.deep, value.at("readinessProbe").deep))
      fail(liveness, "differ from the readiness probe");
  }),
});

const probePortDeclared = resourceRule({
  id: "pod-probe-port-declared",
  theme: "k8s-reliability",
  title: "Probe ports exist",
  severity: "high",
  sources: ["kube-linter:liveness-port", "kube-linter:readiness-port", "kube-linter:startup-port"],
  remediation: "Declare the port in the container's `ports`, or correct the probe's.",
  types: podOwners,
  check: eachContainer(({ value }, { fail, each }) =>
    each(["livenessProbe", "readinessProbe", "startupProbe"], (probe) =>
      each(["httpGet", "tcpSocket", "grpc"], (way) => {
        const port = value.at(probe, way, "port");
        if (port.absent) return;
        const declared = some(value.at("ports").list, (entry) =>
          port.number === undefined
            ? entry.at("name").is(port.plain)
            : entry.at("containerPort").number === port.number,
        );
        if (!declared) fail(port, "be one of the container's declared ports");
      }),
    ),
  ),
});

const noDuplicateEnv = resourceRule({
  id: "duplicate-env-vars",
  theme: "k8s-graph",
  title: "No duplicated environment keys",
  severity: "low",
  sources: ["kube-linter:duplicate-env-var", "kube-score:environment-variable-key-duplication"],
  remediation: "Keep one of the entries: Kubernetes takes the last one without a warning.",
  types: podOwners,
  check: eachContainer(({ value }, { fail, each }) => {
    const seen = new Set<string>();
    each(value.at("env").list, (variable) => {
      const name = variable.at("name");
      if (name.text === undefined) return;
      if (seen.has(name.text)) fail(name, "be unique in the container");
      seen.add(name.text);
    });
  }),
});

/** The settings of each container. */
export const containers: readonly Rule[] = [
  requestsAndMemoryLimit,
  readinessProbe,
  livenessProbeDistinct,
  probePortDeclared,
  noDuplicateEnv,
];
