import { type FieldPlan, k8s, of, ref } from "./declare.ts";

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

const issuer = "oidc.eks.ap-northeast-2.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE";
const web = { "app.kubernetes.io/name": "web", "app.kubernetes.io/instance": "web" };
const from = (selector: object, port: number) => ({
  from: [{ podSelector: { matchLabels: selector } }],
  ports: [{ protocol: "TCP", port }],
});
const path = (value: string, name: string, port: object) => ({
  path: value,
  pathType: "Prefix",
  backend: { service: { name, port } },
});

/** Clean plans of applications. */
export const cleanAppPlans: readonly FieldPlan[] = [
  {
    why: "a web application in production behind an ALB of an Ingress, scaled, with a role of its own",
    stack: "prod",
    resources: [
      ...namespace("shop"),
      of("aws:iam/role:Role", "web-role", {
        name: "shop-web",
        assumeRolePolicy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${issuer}` },
              Action: "sts:AssumeRoleWithWebIdentity",
              Condition: {
                StringEquals: {
                  [`${issuer}:sub`]: "system:serviceaccount:shop:web",
                  [`${issuer}:aud`]: "sts.amazonaws.com",
                },
              },
            },
          ],
        }),
      }),
      k8s("v1", "ServiceAccount", "shop/web", {
        metadata: { annotations: { "eks.amazonaws.com/role-arn": ref("web-role", "arn") } },
        automountServiceAccountToken: false,
      }),
      k8s("v1", "ConfigMap", "shop/web", {
        data: { LOG_LEVEL: "info", UPSTREAM: "http://orders.shop.svc:8080" },
      }),
      k8s("external-secrets.io/v1", "ExternalSecret", "shop/web-db", {
        spec: {
          secretStoreRef: { kind: "ClusterSecretStore", name: "aws" },
          target: { name: "web-db" },
          data: [{ secretKey: "url", remoteRef: { key: "shop/web", property: "url" } }],
        },
      }),
      k8s("apps/v1", "Deployment", "shop/web", {
        spec: {
          selector: { matchLabels: web },
          strategy: {
            type: "RollingUpdate",
            rollingUpdate: { maxSurge: "25%", maxUnavailable: 0 },
          },
          template: template(web, "web", {
            initContainers: [
              container("migrate", undefined, {
                envFrom: [{ secretRef: { name: "web-db" } }],
              }),
            ],
            containers: [
              container("web", 8080, {
                envFrom: [{ configMapRef: { name: "web" } }],
                env: [
                  {
                    name: "DATABASE_URL",
                    valueFrom: { secretKeyRef: { name: "web-db", key: "url" } },
                  },
                  { name: "POD", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
                ],
              }),
            ],
          }),
        },
      }),
      k8s("autoscaling/v2", "HorizontalPodAutoscaler", "shop/web", {
        spec: {
          scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
          minReplicas: 3,
          maxReplicas: 12,
          metrics: [
            {
              type: "Resource",
              resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 65 } },
            },
          ],
        },
      }),
      k8s("policy/v1", "PodDisruptionBudget", "shop/web", {
        spec: { maxUnavailable: 1, selector: { matchLabels: web } },
      }),
      k8s("v1", "Service", "shop/web", {
        spec: { selector: web, ports: [{ name: "http", port: 80, targetPort: "http" }] },
      }),
      k8s("networking.k8s.io/v1", "NetworkPolicy", "shop/web", {
        spec: {
          podSelector: { matchLabels: web },
          policyTypes: ["Ingress", "Egress"],
          ingress: [
            {
              from: [{ ipBlock: { cidr: "10.40.0.0/16" } }],
              ports: [{ protocol: "TCP", port: 8080 }],
            },
          ],
          egress: [
            {
              to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.169.254/32"] } }],
              ports: [{ protocol: "TCP", port: 443 }],
            },
          ],
        },
      }),
      k8s("networking.k8s.io/v1", "Ingress", "shop/web", {
        metadata: {
          annotations: {
            "alb.ingress.kubernetes.io/scheme": "internet-facing",
            "alb.ingress.kubernetes.io/target-type": "ip",
            "alb.ingress.kubernetes.io/listen-ports": '[{"HTTP": 80}, {"HTTPS": 443}]',
            "alb.ingress.kubernetes.io/ssl-redirect": "443",
            "alb.ingress.kubernetes.io/certificate-arn":
              "arn:aws:acm:ap-northeast-2:123456789012:certificate/1",
            "alb.ingress.kubernetes.io/wafv2-acl-arn":
              "arn:aws:wafv2:ap-northeast-2:123456789012:regional/webacl/shop/1",
          },
        },
        spec: {
          ingressClassName: "alb",
          rules: [
            {
              host: "www.shop.example",
              http: {
                paths: [path("/", "web", { name: "http" }), path("/assets", "web", { number: 80 })],
              },
            },
          ],
        },
      }),
    ],
  },
  {
    why: "two services behind one Gateway: HTTPS, a listener that only redirects, routes by path and header",
    stack: "staging",
    resources: [
      ...namespace("edge", "baseline"),
      ...namespace("shop"),
      k8s("gateway.networking.k8s.io/v1", "Gateway", "edge/public", {
        spec: {
          gatewayClassName: "istio",
          listeners: [
            {
              name: "http",
              port: 80,
              protocol: "HTTP",
              allowedRoutes: { namespaces: { from: "Same" } },
            },
            {
              name: "https",
              port: 443,
              protocol: "HTTPS",
              hostname: "*.shop.example",
              tls: { mode: "Terminate", certificateRefs: [{ name: "wildcard" }] },
              allowedRoutes: { namespaces: { from: "All" } },
            },
          ],
        },
      }),
      k8s("gateway.networking.k8s.io/v1", "HTTPRoute", "edge/redirect", {
        spec: {
          parentRefs: [{ name: "public", sectionName: "http" }],
          rules: [
            {
              filters: [
                { type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } },
              ],
            },
          ],
        },
      }),
      ...["orders", "members"].flatMap((name) => {
        const labels = { app: name };
        return [
          k8s("v1", "ServiceAccount", `shop/${name}`, { automountServiceAccountToken: false }),
          k8s("apps/v1", "Deployment", `shop/${name}`, {
            spec: {
              replicas: 2,
              selector: { matchLabels: labels },
              template: template(labels, name, { containers: [container(name, 8080)] }),
            },
          }),
          k8s("policy/v1", "PodDisruptionBudget", `shop/${name}`, {
            spec: {
              minAvailable: "50%",
              selector: { matchExpressions: [{ key: "app", operator: "In", values: [name] }] },
            },
          }),
          k8s("v1", "Service", `shop/${name}`, {
            spec: { selector: labels, ports: [{ port: 8080 }] },
          }),
          k8s("networking.k8s.io/v1", "NetworkPolicy", `shop/${name}`, {
            spec: {
              podSelector: { matchLabels: labels },
              ingress: [
                {
                  from: [
                    {
                      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "edge" } },
                    },
                  ],
                  ports: [{ port: "http" }],
                },
              ],
            },
          }),
          k8s("gateway.networking.k8s.io/v1", "HTTPRoute", `shop/${name}`, {
            spec: {
              parentRefs: [{ name: "public", namespace: "edge", sectionName: "https" }],
              hostnames: ["api.shop.example"],
              rules: [
                {
                  matches: [{ path: { type: "PathPrefix", value: `/${name}` } }],
                  backendRefs: [{ name, port: 8080 }],
                },
                {
                  matches: [
                    {
                      path: { type: "PathPrefix", value: "/" },
                      headers: [{ name: "x-service", value: name }],
                    },
                  ],
                  backendRefs: [{ name, port: 8080, weight: 100 }],
                },
              ],
            },
          }),
        ];
      }),
    ],
  },
  {
    why: "an Argo Rollout that KEDA scales, with its canary Service, and jobs around it",
    stack: "prod",
    resources: [
      ...namespace("shop"),
      k8s("v1", "ServiceAccount", "shop/worker", { automountServiceAccountToken: false }),
      k8s("argoproj.io/v1alpha1", "Rollout", "shop/worker", {
        spec: {
          selector: { matchLabels: { app: "worker" } },
          strategy: {
            canary: {
              canaryService: "worker-canary",
              stableService: "worker",
              steps: [{ setWeight: 20 }, { pause: {} }],
            },
          },
          template: template({ app: "worker" }, "worker", {
            containers: [container("worker", 8080)],
          }),
        },
      }),
      ...["worker", "worker-canary"].map((name) =>
        k8s("v1", "Service", `shop/${name}`, {
          spec: { selector: { app: "worker" }, ports: [{ port: 8080, targetPort: "http" }] },
        }),
      ),
      k8s("keda.sh/v1alpha1", "ScaledObject", "shop/worker", {
        spec: {
          scaleTargetRef: { apiVersion: "argoproj.io/v1alpha1", kind: "Rollout", name: "worker" },
          minReplicaCount: 2,
          maxReplicaCount: 20,
          triggers: [
            { type: "aws-sqs-queue", metadata: { queueURL: "https://sqs/x", queueLength: "5" } },
          ],
        },
      }),
      k8s("policy/v1", "PodDisruptionBudget", "shop/worker", {
        spec: { maxUnavailable: "25%", selector: { matchLabels: { app: "worker" } } },
      }),
      k8s("batch/v1", "Job", "shop/migrate-42", {
        spec: {
          backoffLimit: 2,
          activeDeadlineSeconds: 600,
          ttlSecondsAfterFinished: 3600,
          template: template({ job: "migrate" }, "worker", {
            restartPolicy: "Never",
            containers: [container("migrate", undefined)],
          }),
        },
      }),
      k8s("batch/v1", "CronJob", "shop/report", {
        spec: {
          schedule: "15 2 * * *",
          timeZone: "Asia/Seoul",
          startingDeadlineSeconds: 300,
          concurrencyPolicy: "Forbid",
          jobTemplate: {
            spec: {
              backoffLimit: 1,
              activeDeadlineSeconds: 1800,
              template: template({ job: "report" }, "worker", {
                restartPolicy: "OnFailure",
                containers: [container("report", undefined)],
              }),
            },
          },
        },
      }),
    ],
  },
];
