import { container, namespace, template } from "./clean-pod.ts";
import { type FieldPlan, k8s, of, ref } from "./declare.ts";

const issuer = "oidc.eks.ap-northeast-2.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE";
const web = { "app.kubernetes.io/name": "web", "app.kubernetes.io/instance": "web" };
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
