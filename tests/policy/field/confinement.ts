import { deployment, template } from "./apps.ts";
import { type FieldPlan, k8s } from "./declare.ts";

const rbac = "rbac.authorization.k8s.io/v1";
const bound = (kind: string, name: string, roleName: string, subject: object) =>
  k8s(rbac, kind, name, {
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: roleName },
    subjects: [{ apiGroup: "rbac.authorization.k8s.io", ...subject }],
  });
const webhook = (kind: string, name: string, hook: object) =>
  k8s("admissionregistration.k8s.io/v1", kind, name, {
    webhooks: [{ name: `${name}.shop.example`, sideEffects: "None", ...hook }],
  });
const asked = { operations: ["CREATE", "UPDATE"], apiGroups: ["*"], apiVersions: ["*"] };

/** Violating plans of commands, profiles, bindings and webhooks. */
export const confinementPlans: readonly FieldPlan[] = [
  {
    why: "passwords in the arguments, the script and the probes of pods",
    resources: [
      deployment("args", {}, template("args", { args: ["serve", "--db-password=Hn8kq2"] })),
      deployment(
        "script",
        {},
        template("script", {
          command: ["/bin/sh", "-c"],
          args: ["export API_TOKEN=x; mysql -h db -uroot -pHn8kq2 -e 'select 1'"],
        }),
      ),
      deployment(
        "probe",
        {},
        template("probe", {
          livenessProbe: { exec: { command: ["redis-cli", "-a", "Hn8kq2", "ping"] } },
        }),
      ),
      k8s("batch/v1", "CronJob", "shop/backup", {
        spec: {
          schedule: "0 3 * * *",
          jobTemplate: {
            spec: {
              template: template("backup", {
                command: ["pg_dump", "postgresql://shop:Hn8kq2@db:5432/shop"],
              }),
            },
          },
        },
      }),
    ],
    means: [
      ...["args", "script", "probe"].map(
        (name) => `pod-no-credentials-in-command Deployment/shop/${name}`,
      ),
      "pod-no-credentials-in-command CronJob/shop/backup",
    ],
  },
  {
    why: "bindings to everyone: known or not, and every pod",
    resources: [
      bound("ClusterRoleBinding", "known", "view", { kind: "Group", name: "system:authenticated" }),
      bound("ClusterRoleBinding", "unknown", "view", {
        kind: "Group",
        name: "system:unauthenticated",
      }),
      bound("RoleBinding", "shop/anyone", "edit", { kind: "User", name: "system:anonymous" }),
      bound("ClusterRoleBinding", "pods", "view", {
        kind: "Group",
        name: "system:serviceaccounts",
      }),
    ],
    means: [
      ...["known", "unknown", "pods"].map(
        (name) => `rbac-no-everyone-binding ClusterRoleBinding/${name}`,
      ),
      "rbac-no-everyone-binding RoleBinding/shop/anyone",
    ],
  },
  {
    why: "a role that makes pods everywhere, and a group of masters",
    resources: [
      k8s(rbac, "ClusterRole", "maker", {
        rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get", "create"] }],
      }),
      bound("ClusterRoleBinding", "masters", "view", { kind: "Group", name: "system:masters" }),
    ],
    means: [
      "rbac-no-pod-creation ClusterRole/maker",
      "rbac-no-cluster-admin-binding ClusterRoleBinding/masters",
    ],
  },
  {
    why: "roles that change bindings, read every Secret of a namespace, and map users of AWS",
    resources: [
      k8s(rbac, "ClusterRole", "binder", {
        rules: [
          {
            apiGroups: ["rbac.authorization.k8s.io"],
            resources: ["rolebindings", "clusterrolebindings"],
            verbs: ["create", "update"],
          },
        ],
      }),
      k8s(rbac, "Role", "shop/reader", {
        rules: [{ apiGroups: [""], resources: ["secrets"], verbs: ["list"] }],
      }),
      k8s(rbac, "Role", "kube-system/mapper", {
        rules: [
          {
            apiGroups: [""],
            resources: ["configmaps"],
            resourceNames: ["aws-auth"],
            verbs: ["get", "update"],
          },
        ],
      }),
    ],
    means: [
      "rbac-no-control-of-cluster ClusterRole/binder",
      "rbac-secrets-by-name Role/shop/reader",
      "rbac-no-aws-auth Role/kube-system/mapper",
    ],
  },
  {
    why: "a webhook that fails closed for every object of every namespace",
    resources: [
      k8s("v1", "Service", "guard/guard", { spec: { ports: [{ port: 443 }] } }),
      webhook("ValidatingWebhookConfiguration", "all", {
        failurePolicy: "Fail",
        rules: [{ ...asked, resources: ["*"] }],
        clientConfig: { service: { name: "guard", namespace: "guard", path: "/check" } },
      }),
      webhook("MutatingWebhookConfiguration", "pods", {
        namespaceSelector: {
          matchExpressions: [{ key: "guard.example/ignore", operator: "DoesNotExist" }],
        },
        rules: [{ ...asked, resources: ["pods"] }],
        clientConfig: { service: { name: "guard", namespace: "guard" } },
      }),
    ],
    means: [
      "webhook-spares-system ValidatingWebhookConfiguration/all",
      "webhook-spares-system MutatingWebhookConfiguration/pods",
    ],
  },
  {
    why: "a webhook, an aggregated API and a conversion whose Services do not exist",
    resources: [
      webhook("MutatingWebhookConfiguration", "inject", {
        failurePolicy: "Ignore",
        rules: [{ ...asked, resources: ["pods"] }],
        clientConfig: { service: { name: "injector", namespace: "mesh", path: "/inject" } },
      }),
      k8s("apiregistration.k8s.io/v1", "APIService", "v1.custom.metrics", {
        spec: {
          group: "custom.metrics.k8s.io",
          version: "v1",
          service: { name: "adapter", namespace: "monitoring" },
        },
      }),
      k8s("apiextensions.k8s.io/v1", "CustomResourceDefinition", "widgets.shop.example", {
        spec: {
          group: "shop.example",
          scope: "Namespaced",
          names: { kind: "Widget", plural: "widgets", singular: "widget" },
          versions: [{ name: "v1", served: true, storage: true }],
          conversion: {
            strategy: "Webhook",
            webhook: { clientConfig: { service: { name: "convert", namespace: "shop" } } },
          },
        },
      }),
    ],
    means: [
      "webhook-service-exists MutatingWebhookConfiguration/inject",
      "webhook-service-exists APIService/v1.custom.metrics",
      "webhook-service-exists CustomResourceDefinition/widgets.shop.example",
    ],
  },
  {
    why: "pods without profiles, with shared processes and an SSH server",
    resources: [
      deployment(
        "unconfined",
        {},
        {
          ...template("unconfined"),
          metadata: {
            labels: { app: "unconfined" },
            annotations: {
              "container.apparmor.security.beta.kubernetes.io/unconfined": "unconfined",
            },
          },
        },
      ),
      deployment(
        "selinux",
        {},
        template("selinux", { securityContext: { seLinuxOptions: { type: "spc_t" } } }),
      ),
      deployment(
        "windows",
        {},
        template("windows", {}, { securityContext: { windowsOptions: { hostProcess: true } } }),
      ),
      deployment(
        "ssh",
        {},
        template("ssh", { ports: [{ containerPort: 22 }] }, { shareProcessNamespace: true }),
      ),
    ],
    means: [
      ...["unconfined", "selinux", "windows"].map(
        (name) => `pod-confined-by-profiles Deployment/shop/${name}`,
      ),
      "pod-no-ssh-port Deployment/shop/ssh",
      "pod-no-shared-processes Deployment/shop/ssh",
    ],
  },
  {
    why: "Tiller, a dashboard without a login, and a Service with addresses of its own",
    resources: [
      deployment(
        "tiller",
        {},
        template("tiller", { image: "gcr.io/kubernetes-helm/tiller:v2.9.1" }),
      ),
      deployment(
        "dashboard",
        {},
        template("dashboard", { args: ["--enable-skip-login", "--disable-settings-authorizer"] }),
      ),
      k8s("v1", "Service", "shop/web", {
        spec: { ports: [{ port: 80 }], externalIPs: ["203.0.113.7"] },
      }),
    ],
    means: [
      "pod-no-open-control-plane Deployment/shop/tiller",
      "pod-no-open-control-plane Deployment/shop/dashboard",
      "service-no-external-ips Service/shop/web",
    ],
  },
];
