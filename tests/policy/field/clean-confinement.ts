import { container, podSpec, workload } from "../support/kubernetes.ts";
import { type FieldPlan, k8s } from "./declare.ts";

const account = "123456789012";
const bind = (name: string, role: string, subject: object) =>
  k8s("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", name, {
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role },
    subjects: [subject],
  });
const isolated = k8s("networking.k8s.io/v1", "NetworkPolicy", "shop/closed", {
  spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
});
const shop = k8s("v1", "Namespace", "shop", {
  metadata: { labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
});
const api = k8s("v1", "ServiceAccount", "shop/api");
const pod = (props: object) => workload("api", podSpec({ containers: [container({ ...props })] }));

/** Clean facts of Kubernetes that resemble a violation. */
export const cleanConfinementPlans: readonly FieldPlan[] = [
  {
    why: "files of settings whose passwords are references",
    resources: [
      shop,
      isolated,
      k8s("v1", "ConfigMap", "shop/settings", {
        data: {
          "application.properties":
            "spring.datasource.url=jdbc:mysql://db/shop\nspring.datasource.password=${DB_PASSWORD}\n# password=old\n",
          "application.yaml":
            "auth:\n  password_min_length: 12\n  token_endpoint: https://auth.shop.example/token\n  client-secret: ${CLIENT_SECRET}\n  existingSecret: oauth\n",
          "start.sh":
            '#!/bin/sh\nexport PASSWORD="$(cat /run/secrets/db)"\n[ -n "$TOKEN" ] || exit 1\nexec java -Dpassword.file=/run/secrets/db -jar app.jar\n',
          "nginx.conf": "proxy_set_header Authorization $http_authorization;\n",
        },
      }),
    ],
  },
  {
    why: "arguments that name a variable or a file",
    resources: [
      shop,
      isolated,
      api,
      pod({
        command: ["sh", "-c", 'mysqladmin ping -h db -uroot -p"$MYSQL_ROOT_PASSWORD"'],
        args: ["--password=$(DB_PASSWORD)", "--token-ttl=5m", "--secret-name=shop-db"],
        livenessProbe: { exec: { command: ["pg_isready", "-U", "shop"] } },
      }),
    ],
  },
  {
    why: "the roles that Kubernetes itself gives to everyone, and a group of people",
    resources: [
      bind("issuer", "system:service-account-issuer-discovery", {
        kind: "Group",
        name: "system:unauthenticated",
      }),
      bind("people", "view", { kind: "Group", name: "shop:developers" }),
    ],
  },
  {
    why: "webhooks that leave the system out, are asked for their own kinds, or fail open",
    resources: [
      shop,
      isolated,
      api,
      workload("api", podSpec({ containers: [container({ ports: [] })] })),
      k8s("v1", "Service", "shop/api", {
        spec: { ports: [{ port: 443 }] },
      }),
      k8s("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", "guard", {
        webhooks: [
          {
            name: "pods.shop.example",
            clientConfig: { service: { name: "api", namespace: "shop" } },
            namespaceSelector: {
              matchExpressions: [
                {
                  key: "kubernetes.io/metadata.name",
                  operator: "NotIn",
                  values: ["kube-system", "kube-node-lease"],
                },
              ],
            },
            rules: [{ operations: ["CREATE"], apiGroups: [""], resources: ["pods"] }],
          },
          {
            name: "certificates.shop.example",
            clientConfig: { service: { name: "api", namespace: "shop" } },
            rules: [{ operations: ["*"], apiGroups: ["cert-manager.io"], resources: ["*/*"] }],
          },
          {
            name: "all.shop.example",
            failurePolicy: "Ignore",
            clientConfig: { url: "https://guard.shop.example" },
            rules: [{ operations: ["*"], apiGroups: ["*"], resources: ["*"] }],
          },
        ],
      }),
    ],
  },
  {
    why: "aws-auth with the roles of nodes alone, and a pinned image of nodes",
    resources: [
      k8s("v1", "ConfigMap", "kube-system/aws-auth", {
        data: {
          mapRoles: `- rolearn: arn:aws:iam::${account}:role/node\n  username: system:node:{{EC2PrivateDNSName}}\n  groups:\n  - system:bootstrappers\n  - system:nodes\n`,
        },
      }),
      k8s("karpenter.k8s.aws/v1", "EC2NodeClass", "own", {
        spec: { role: "node", amiSelectorTerms: [{ name: "shop-node-2026-11-01" }] },
      }),
    ],
  },
  {
    why: "a canary beside its Ingress, and two prefixes that only begin alike",
    resources: [
      ...["/api", "/apis"].map((path, index) => ingress(`ingress-${index}`, path)),
      ingress("canary", "/api", { "nginx.ingress.kubernetes.io/canary": "true" }),
      k8s("v1", "Service", "default/web", {
        spec: { type: "ExternalName", externalName: "web.shop.example", ports: [{ port: 80 }] },
      }),
    ],
  },
  {
    why: "a set that an expression selects, and a volume of a driver",
    resources: [
      shop,
      isolated,
      api,
      {
        ...pod({}),
        props: {
          ...pod({}).props,
          spec: {
            selector: { matchExpressions: [{ key: "app", operator: "In", values: ["api"] }] },
            template: {
              metadata: { labels: { app: "api" } },
              spec: podSpec({
                containers: [container()],
                securityContext: {
                  runAsNonRoot: true,
                  seccompProfile: { type: "RuntimeDefault" },
                  appArmorProfile: { type: "RuntimeDefault" },
                  seLinuxOptions: { level: "s0:c123,c456" },
                },
              }),
            },
          },
        },
      },
      k8s("v1", "PersistentVolume", "files", {
        spec: { csi: { driver: "efs.csi.aws.com", volumeHandle: "fs-1" } },
      }),
    ],
  },
];

function ingress(name: string, path: string, annotations: object = {}) {
  const backend = { service: { name: "web", port: { number: 80 } } };
  return k8s("networking.k8s.io/v1", "Ingress", name, {
    metadata: { annotations },
    spec: {
      ingressClassName: "nginx",
      tls: [{ hosts: ["shop.example"], secretName: "tls" }],
      rules: [{ host: "shop.example", http: { paths: [{ path, pathType: "Prefix", backend }] } }],
    },
  });
}
