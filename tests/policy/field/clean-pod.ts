import { k8s } from "./declare.ts";

/** A namespace that refuses what is not allowed, and resolves names. */
export const namespace = (name: string, level = "restricted") => [
  k8s("v1", "Namespace", name, {
    metadata: { labels: { "pod-security.kubernetes.io/enforce": level } },
  }),
  k8s("networking.k8s.io/v1", "NetworkPolicy", `${name}/default-deny`, {
    spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
  }),
  k8s("networking.k8s.io/v1", "NetworkPolicy", `${name}/dns`, {
    spec: {
      podSelector: {},
      policyTypes: ["Egress"],
      egress: [
        {
          to: [
            {
              namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
              podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
            },
          ],
          ports: [{ protocol: "UDP", port: 53 }],
        },
      ],
    },
  }),
];

/** A container as a careful team writes it. */
export const container = (name: string, port: number | undefined, more: object = {}) => ({
  name,
  image: `public.ecr.aws/shop/${name}:2.4.1`,
  ...(port === undefined
    ? {}
    : {
        ports: [{ name: "http", containerPort: port }],
        readinessProbe: { httpGet: { path: "/ready", port: "http" } },
        livenessProbe: { httpGet: { path: "/live", port: "http" }, failureThreshold: 6 },
        lifecycle: { preStop: { exec: { command: ["sleep", "10"] } } },
      }),
  resources: {
    requests: { cpu: "100m", memory: "128Mi" },
    limits: { cpu: "500m", memory: "256Mi" },
  },
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
  },
  volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
  ...more,
});

/** The pods of an application, spread over zones. */
export const template = (
  labels: Readonly<Record<string, string>>,
  account: string,
  spec: object,
) => ({
  metadata: { labels },
  spec: {
    serviceAccountName: account,
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: 45,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 10001,
      fsGroup: 10001,
      seccompProfile: { type: "RuntimeDefault" },
    },
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: "topology.kubernetes.io/zone",
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: { matchLabels: labels },
      },
    ],
    volumes: [{ name: "tmp", emptyDir: { sizeLimit: "64Mi" } }],
    ...spec,
  },
});
