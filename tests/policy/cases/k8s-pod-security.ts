import { type Cases, one, unknown } from "../support/case.ts";
import {
  container,
  cronJob,
  job,
  object,
  podSpec,
  secured,
  template,
  workload,
} from "../support/kubernetes.ts";

const main = `api ${template}.containers[0]`;

export const podSecurityCases: Cases = {
  "pod-no-privileged": {
    passes: one(workload("api")),
    fails: one(workload("api", secured({ privileged: true })), {
      violates: [`${main}.securityContext.privileged`],
    }),
    edge: {
      ...one(
        cronJob(
          "sweep",
          podSpec({ initContainers: [container({ securityContext: { privileged: true } })] }),
        ),
        {
          violates: [
            "sweep spec.jobTemplate.spec.template.spec.initContainers[0].securityContext.privileged",
          ],
        },
      ),
      why: "an init container of a CronJob",
    },
  },
  "pod-no-privilege-escalation": {
    passes: one(workload("api")),
    fails: one(workload("api", secured({})), {
      violates: [`${main}.securityContext.allowPrivilegeEscalation`],
    }),
    edge: {
      ...one(workload("api", secured({ allowPrivilegeEscalation: unknown })), {
        open: [`api ${template}.containers[0].securityContext.allowPrivilegeEscalation`],
      }),
      why: "a preview does not know it",
    },
  },
  "pod-run-as-non-root": {
    passes: one(workload("api")),
    fails: one(workload("api", secured({ runAsNonRoot: false })), {
      violates: [`${main}.securityContext.runAsNonRoot`],
    }),
    edge: {
      ...one(workload("api", secured({ runAsUser: 0 })), {
        violates: [`${main}.securityContext.runAsUser`],
      }),
      why: "the pod says non-root, and the container says root",
    },
  },
  "pod-drop-all-capabilities": {
    passes: one(
      workload("api", secured({ capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] } })),
    ),
    fails: one(workload("api", secured({ capabilities: { drop: ["NET_RAW"] } })), {
      violates: [`${main}.securityContext.capabilities.drop`],
    }),
    edge: {
      ...one(workload("api", secured({ capabilities: { drop: ["ALL"], add: ["SYS_ADMIN"] } })), {
        violates: [`${main}.securityContext.capabilities.add[0]`],
      }),
      why: "all are dropped, and one comes back",
    },
  },
  "pod-readonly-root": {
    passes: one(workload("api")),
    fails: one(workload("api", secured({ readOnlyRootFilesystem: false })), {
      violates: [`${main}.securityContext.readOnlyRootFilesystem`],
    }),
    edge: {
      ...one(job("load", secured({})), {
        violates: ["load spec.template.spec.containers[0].securityContext.readOnlyRootFilesystem"],
      }),
      why: "a Job",
    },
  },
  "pod-seccomp": {
    passes: one(workload("api")),
    fails: one(workload("api", podSpec({ securityContext: {} })), {
      violates: [`api ${template}.securityContext.seccompProfile.type`],
    }),
    edge: {
      ...one(workload("api", secured({ seccompProfile: { type: "Unconfined" } })), {
        violates: [`${main}.securityContext.seccompProfile.type`],
      }),
      why: "the container undoes what the pod says",
    },
  },
  "pod-no-host-namespaces": {
    passes: one(workload("api", podSpec({ hostNetwork: false }))),
    fails: one(workload("api", podSpec({ hostPID: true, hostIPC: true })), {
      violates: [`api ${template}.hostPID`, `api ${template}.hostIPC`],
    }),
    edge: {
      ...one(workload("node-exporter", podSpec({ hostNetwork: true }), { kind: "DaemonSet" }), {
        settings: { hostNetworkWorkloads: ["node-exporter"] },
      }),
      why: "a node agent that the settings name",
    },
  },
  "pod-no-hostpath": {
    passes: one(workload("api", podSpec({ volumes: [{ name: "tmp", emptyDir: {} }] }))),
    fails: one(
      workload("api", podSpec({ volumes: [{ name: "logs", hostPath: { path: "/var/log" } }] })),
      {
        violates: [`api ${template}.volumes[0].hostPath`],
      },
    ),
    edge: {
      ...one(workload("api", podSpec({ volumes: [{ name: "x", hostPath: { path: unknown } }] })), {
        violates: [`api ${template}.volumes[0].hostPath`],
      }),
      why: "the path is unknown, but that it is one is known",
    },
  },
  "pod-no-hostport": {
    passes: one(
      workload("api", podSpec({ containers: [container({ ports: [{ containerPort: 80 }] })] })),
    ),
    fails: one(
      workload(
        "api",
        podSpec({ containers: [container({ ports: [{ containerPort: 80, hostPort: 80 }] })] }),
      ),
      { violates: [`${main}.ports[0].hostPort`] },
    ),
    edge: {
      ...one(
        workload(
          "api",
          podSpec({ containers: [container({ ports: [{ containerPort: 80, hostPort: 0 }] })] }),
        ),
      ),
      why: "port 0 is no host port",
    },
  },
  "pod-restricted-volume-types": {
    passes: one(workload("api", podSpec({ volumes: [{ name: "a", configMap: { name: "a" } }] }))),
    fails: one(workload("api", podSpec({ volumes: [{ name: "a", nfs: { server: "x" } }] })), {
      violates: [`api ${template}.volumes[0].nfs`],
    }),
    edge: {
      ...one(workload("api", podSpec({ volumes: [{ name: "a", projected: { sources: [] } }] }))),
      why: "projected volumes are portable",
    },
  },
  "pod-no-unsafe-proc-or-sysctl": {
    passes: one(
      workload(
        "api",
        podSpec({
          securityContext: { sysctls: [{ name: "net.ipv4.tcp_syncookies", value: "1" }] },
        }),
      ),
    ),
    fails: one(
      workload(
        "api",
        podSpec({ securityContext: { sysctls: [{ name: "kernel.msgmax", value: "1" }] } }),
      ),
      { violates: [`api ${template}.securityContext.sysctls[0].name`] },
    ),
    edge: {
      ...one(workload("api", secured({ procMount: "Unmasked" })), {
        violates: [`${main}.securityContext.procMount`],
      }),
      why: "the proc mount is the container's",
    },
  },
  "pod-token-not-mounted": {
    passes: one(workload("api")),
    fails: one(workload("api", podSpec({ automountServiceAccountToken: undefined })), {
      violates: [`api ${template}.automountServiceAccountToken`],
    }),
    edge: {
      ...one(
        workload(
          "api",
          podSpec({ automountServiceAccountToken: true, serviceAccountName: "default" }),
        ),
        {
          violates: [`api ${template}.automountServiceAccountToken`],
        },
      ),
      why: "asked for, but with the default account",
    },
  },
  "pod-not-default-service-account": {
    passes: one(workload("api")),
    fails: one(workload("api", podSpec({ serviceAccountName: undefined })), {
      violates: [`api ${template}.serviceAccountName`],
    }),
    edge: {
      ...one(workload("api", podSpec({ serviceAccountName: undefined, serviceAccount: "api" }))),
      why: "the field's older name",
    },
  },
  "pod-not-default-namespace": {
    passes: one(workload("api")),
    fails: one(workload("api", podSpec(), { namespace: "default" }), {
      violates: ["api metadata.namespace"],
    }),
    edge: {
      ...one(object("v1", "Pod", "shell", { metadata: { namespace: unknown }, spec: podSpec() }), {
        open: ["shell metadata.namespace"],
      }),
      why: "a namespace that a preview does not know",
    },
  },
};
