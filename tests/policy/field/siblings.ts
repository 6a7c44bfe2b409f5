import { template } from "./apps.ts";
import { type FieldPlan, k8s, of } from "./declare.ts";

const trust = (principal: object) =>
  of("aws:iam/role:Role", "partner", {
    assumeRolePolicy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: principal }],
    }),
  });
const awsAuth = (type: string, name: string, data: object) =>
  of(type, name, { metadata: { name: "aws-auth", namespace: "kube-system" }, data });
const budget = (name: string, selector: object) =>
  k8s("policy/v1", "PodDisruptionBudget", `shop/${name}`, {
    spec: { maxUnavailable: 1, selector },
  });
const ingress = (name: string, path: string) =>
  k8s("networking.k8s.io/v1", "Ingress", `shop/${name}`, {
    spec: {
      ingressClassName: "nginx",
      tls: [{ hosts: ["shop.example"], secretName: "shop-tls" }],
      rules: [
        {
          host: "shop.example",
          http: {
            paths: [
              { path, pathType: "Prefix", backend: { service: { name, port: { number: 80 } } } },
            ],
          },
        },
      ],
    },
  });
const route = (name: string, value: string) =>
  k8s("gateway.networking.k8s.io/v1", "HTTPRoute", `shop/${name}`, {
    spec: {
      parentRefs: [{ name: "edge" }],
      hostnames: ["shop.example"],
      rules: [{ matches: [{ path: { type: "PathPrefix", value } }], backendRefs: [] }],
    },
  });
const masters = "rolearn: arn:aws:iam::123456789012:role/admin\n  username: admin\n";

/** Plans that say a known fact in another form: by another class, in text, or by an expression. */
export const siblingPlans: readonly FieldPlan[] = [
  {
    why: "aws-auth makes roles and users administrators, as YAML, as JSON and as a patch",
    resources: [
      awsAuth("kubernetes:core/v1:ConfigMap", "yaml", {
        mapRoles: `- ${masters}  groups:\n  - system:masters\n`,
      }),
      awsAuth("kubernetes:core/v1:ConfigMapPatch", "json", {
        mapUsers: JSON.stringify([
          {
            userarn: "arn:aws:iam::123456789012:user/kim",
            username: "kim",
            groups: ["system:masters"],
          },
        ]),
      }),
      of("aws:eks/accessEntry:AccessEntry", "entry", {
        clusterName: "shop",
        principalArn: "arn:aws:iam::123456789012:role/dev",
        kubernetesGroups: ["system:masters"],
      }),
    ],
    means: [
      "rbac-no-cluster-admin-binding yaml",
      "rbac-no-cluster-admin-binding json",
      "eks-no-cluster-admin-access-for-broad-principals entry",
    ],
  },
  {
    why: "images of nodes float by a name with a wildcard, and by a parameter that AWS moves",
    resources: ["name", "parameter"].map((name) =>
      k8s("karpenter.k8s.aws/v1", "EC2NodeClass", name, {
        spec: {
          role: "node",
          amiSelectorTerms: [
            name === "name"
              ? { name: "amazon-eks-node-al2023-x86_64-standard-1.36-v*", owner: "amazon" }
              : {
                  ssmParameter:
                    "/aws/service/eks/optimized-ami/1.36/amazon-linux-2023/arm64/standard/recommended/image_id",
                },
          ],
        },
      }),
    ),
    means: [
      "karpenter-nodeclass-ami-pinned EC2NodeClass/name",
      "karpenter-nodeclass-ami-pinned EC2NodeClass/parameter",
    ],
  },
  {
    why: "a role trusts another account by its bare number in a list",
    resources: [trust({ AWS: ["999988887777"] })],
    means: ["iam-trust-foreign-account partner"],
  },
  {
    why: "single Redis nodes, which are neither encrypted nor protected by a password",
    resources: [
      of("aws:elasticache/cluster:Cluster", "cache", {
        engine: "redis",
        nodeType: "cache.t4g.micro",
        numCacheNodes: 1,
      }),
      of("aws:memorydb/cluster:Cluster", "sessions", {
        nodeType: "db.t4g.small",
        aclName: "open-access",
        tlsEnabled: false,
      }),
    ],
    means: [
      "redis-encrypted-both-ways cache",
      "redis-auth cache",
      "redis-encrypted-both-ways sessions",
      "redis-auth sessions",
    ],
  },
  {
    why: "the node's files by way of a volume and its claim",
    resources: [
      k8s("v1", "PersistentVolume", "host", {
        spec: {
          capacity: { storage: "10Gi" },
          accessModes: ["ReadWriteOnce"],
          hostPath: { path: "/var/lib" },
        },
      }),
    ],
    means: ["pod-no-hostpath PersistentVolume/host"],
  },
  {
    why: "passwords inside files of settings in ConfigMaps",
    resources: Object.entries({
      "application.properties":
        "spring.datasource.username=shop\nspring.datasource.password=Hn8kq2",
      "application.yaml": "datasource:\n  url: jdbc:postgresql://db/shop\n  password: Hn8kq2\n",
      "settings.json": '{"smtp": {"user": "shop", "password": "Hn8kq2"}}',
      "context.xml": '<Resource name="jdbc/shop" username="shop" password="Hn8kq2"/>',
      "redis.conf": "maxmemory 100mb\nrequirepass Hn8kq2\n",
    }).map(([file, content]) =>
      k8s("v1", "ConfigMap", `shop/${file.replace(".", "-")}`, { data: { [file]: content } }),
    ),
    means: [
      "configmap-no-secrets ConfigMap/shop/application-properties",
      "configmap-no-secrets ConfigMap/shop/application-yaml",
      "configmap-no-secrets ConfigMap/shop/settings-json",
      "configmap-no-secrets ConfigMap/shop/context-xml",
      "configmap-no-secrets ConfigMap/shop/redis-conf",
    ],
  },
  {
    why: "core objects by way of the class of custom resources",
    resources: [
      of("kubernetes:v1:ConfigMap", "raw-config", {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "raw-config", namespace: "shop" },
        data: { DB_PASSWORD: "Hn8kq2" },
      }),
      of("kubernetes:v1:Pod", "raw-pod", {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: "raw-pod", namespace: "shop" },
        spec: { hostNetwork: true, ...template("raw-pod").spec },
      }),
    ],
    means: ["configmap-no-secrets raw-config", "pod-no-host-namespaces raw-pod"],
  },
  {
    why: "two budgets select one pod, one of them by an expression",
    resources: [
      k8s("apps/v1", "StatefulSet", "shop/queue", {
        spec: { selector: { matchLabels: { app: "queue" } }, template: template("queue") },
      }),
      budget("queue", { matchLabels: { app: "queue" } }),
      budget("everything", { matchExpressions: [{ key: "app", operator: "Exists" }] }),
    ],
    means: ["pdb-for-multi-replica StatefulSet/shop/queue"],
  },
  {
    why: "one host has the prefix /api twice, once with a slash at its end",
    resources: [
      ingress("api", "/api"),
      ingress("old-api", "/api/"),
      route("orders", "/orders"),
      route("old-orders", "/orders/"),
    ],
    means: [
      "ingress-host-path-unique Ingress/shop/old-api",
      "gateway-host-path-unique HTTPRoute/shop/old-orders",
    ],
  },
  {
    why: "a DaemonSet's expressions, and a ReplicationController's map, do not select their own pods",
    resources: [
      k8s("apps/v1", "DaemonSet", "shop/agent", {
        spec: {
          selector: { matchExpressions: [{ key: "app", operator: "In", values: ["agents"] }] },
          template: template("agent"),
        },
      }),
      k8s("v1", "ReplicationController", "shop/old", {
        spec: { selector: { app: "older" }, template: template("old") },
      }),
    ],
    means: [
      "deployment-selector-matches-template DaemonSet/shop/agent",
      "deployment-selector-matches-template ReplicationController/shop/old",
    ],
  },
  {
    why: "load balancers speak HTTP or an old TLS by a classic balancer and by annotations",
    resources: [
      of("aws:elb/loadBalancer:LoadBalancer", "classic", {
        listeners: [{ lbPort: 80, lbProtocol: "http", instancePort: 80, instanceProtocol: "http" }],
      }),
      of("aws:elb/loadBalancerPolicy:LoadBalancerPolicy", "tls", {
        policyTypeName: "SSLNegotiationPolicyType",
        policyAttributes: [{ name: "Protocol-TLSv1", value: "true" }],
      }),
      of("aws:elb/sslNegotiationPolicy:SslNegotiationPolicy", "reference", {
        attributes: [{ name: "Reference-Security-Policy", value: "ELBSecurityPolicy-2016-08" }],
      }),
      k8s("v1", "Service", "shop/web", {
        metadata: {
          annotations: {
            "service.beta.kubernetes.io/aws-load-balancer-ssl-negotiation-policy":
              "ELBSecurityPolicy-TLS-1-1-2017-01",
          },
        },
        spec: { type: "ClusterIP" },
      }),
    ],
    means: [
      "lb-https-only classic",
      "lb-modern-tls-policy tls",
      "lb-modern-tls-policy reference",
      "lb-modern-tls-policy Service/shop/web",
    ],
  },
];
