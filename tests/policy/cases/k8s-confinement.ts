import { type Cases, three, unknown } from "../support/case.ts";
import { container, object, podSpec, template, workload } from "../support/kubernetes.ts";

const pod = (spec: object) => workload("api", podSpec({ ...spec }));
const main = (props: object) => pod({ containers: [container({ ...props })] });
const at = `api ${template}`;
const rbac = "rbac.authorization.k8s.io/v1";
const bound = (roleName: string, name: string) =>
  object(rbac, "ClusterRoleBinding", "bind", {
    roleRef: { kind: "ClusterRole", name: roleName },
    subjects: [{ kind: "Group", name }],
  });
const creator = (kind: string, resources: readonly string[]) =>
  object(rbac, kind, "creator", { rules: [{ apiGroups: [""], resources, verbs: ["create"] }] });
const grants = (kind: string, resource: string, verb: string) =>
  object(rbac, kind, "grants", {
    rules: [{ apiGroups: [""], resources: [resource], verbs: [verb] }],
  });
const awsAuth = (verb: string) =>
  object(rbac, "Role", "grants", {
    rules: [
      { apiGroups: [""], resources: ["configmaps"], resourceNames: ["aws-auth"], verbs: [verb] },
    ],
  });
const service = (spec: object) => object("v1", "Service", "guard", { spec });
const guard = service({ ports: [{ port: 443 }] });
const webhook = (more: object) =>
  object("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", "guard", {
    webhooks: [
      {
        name: "pods.guard.example",
        clientConfig: { service: { name: "guard", namespace: "shop" } },
        rules: [{ operations: ["CREATE"], apiGroups: [""], resources: ["pods"] }],
        ...more,
      },
    ],
  });
const others = {
  namespaceSelector: {
    matchExpressions: [
      { key: "kubernetes.io/metadata.name", operator: "NotIn", values: ["kube-system"] },
    ],
  },
};

export const confinementCases: Cases = {
  "pod-confined-by-profiles": three({
    passes: pod({ securityContext: { appArmorProfile: { type: "RuntimeDefault" } } }),
    fails: main({ securityContext: { appArmorProfile: { type: "Unconfined" } } }),
    violates: [`${at}.containers[0].securityContext.appArmorProfile.type`],
    edge: main({
      securityContext: {
        seLinuxOptions: { type: "container_t", level: "s0:c1" },
        windowsOptions: { hostProcess: true },
      },
    }),
    why: "a container's own type is confined, and a host process is not",
    finds: [`${at}.containers[0].securityContext.windowsOptions.hostProcess`],
  }),
  "pod-no-shared-processes": three({
    passes: pod({ shareProcessNamespace: false }),
    fails: pod({ shareProcessNamespace: true }),
    violates: [`${at}.shareProcessNamespace`],
    edge: pod({}),
    why: "false is the default",
  }),
  "pod-no-ssh-port": three({
    passes: main({ ports: [{ containerPort: 8080 }] }),
    fails: main({ ports: [{ containerPort: 22 }] }),
    violates: [`${at}.containers[0].ports[0].containerPort`],
    edge: main({ ports: [{ containerPort: 2222 }] }),
    why: "a server of its own on another port",
  }),
  "pod-no-credentials-in-command": three({
    passes: main({ args: ["--password=$(DB_PASSWORD)", "--password-file", "/run/db"] }),
    fails: main({ args: ["--db-password=Hn8kq2"] }),
    violates: [`${at}.containers[0].args[0]`],
    edge: main({
      command: ["sh", "-c", "pg_dump postgres://shop:Hn8kq2@db/shop > /backup/$(date +%F)"],
      lifecycle: { preStop: { exec: { command: ["mysqladmin", "-uroot", "-pHn8kq2", "stop"] } } },
      livenessProbe: { exec: { command: ["mysqladmin", "ping", "-p$MYSQL_PASSWORD"] } },
    }),
    why: "in a script, behind a short option, and a variable",
    finds: [
      `${at}.containers[0].command[2]`,
      `${at}.containers[0].lifecycle.preStop.exec.command[2]`,
    ],
  }),
  "pod-no-open-control-plane": three({
    passes: main({ image: "docker.io/kubernetesui/dashboard:v2.7.0" }),
    fails: main({ image: "gcr.io/kubernetes-helm/tiller:v2.17.0" }),
    violates: [`${at}.containers[0].image`],
    edge: main({ args: ["--enable-skip-login", "--anonymous-auth=false"] }),
    why: "an argument that opens, and one that closes",
    finds: [`${at}.containers[0].args[0]`],
  }),
  "service-no-external-ips": three({
    passes: guard,
    fails: service({ externalIPs: ["203.0.113.7"] }),
    violates: ["guard spec.externalIPs"],
    edge: service({ externalIPs: [] }),
    why: "an empty list claims no address",
  }),
  "rbac-no-everyone-binding": three({
    passes: bound("view", "shop:developers"),
    fails: bound("view", "system:authenticated"),
    violates: ["bind subjects[0].name"],
    edge: bound("system:service-account-issuer-discovery", "system:unauthenticated"),
    why: "the keys of the issuer are public, so that other clouds can check tokens",
  }),
  "rbac-no-pod-creation": three({
    passes: creator("Role", ["pods"]),
    fails: creator("ClusterRole", ["pods"]),
    violates: ["creator rules[0].resources"],
    edge: creator("ClusterRole", ["pods/eviction"]),
    why: "an eviction creates no pod",
  }),
  "rbac-no-control-of-cluster": three({
    passes: grants("ClusterRole", "nodes", "get"),
    fails: grants("ClusterRole", "clusterrolebindings", "create"),
    violates: ["grants rules[0].resources"],
    edge: object(rbac, "ClusterRole", "grants", {
      rules: [{ resources: ["nodes"], verbs: ["patch"], resourceNames: ["edge-1"] }],
    }),
    why: "one node by its name",
  }),
  "rbac-secrets-by-name": three({
    passes: grants("Role", "configmaps", "get"),
    fails: grants("Role", "secrets", "get"),
    violates: ["grants rules[0].resources"],
    edge: grants("Role", "secrets", "create"),
    why: "what only writes reads nothing",
  }),
  "rbac-no-aws-auth": three({
    passes: awsAuth("get"),
    fails: awsAuth("patch"),
    violates: ["grants rules[0].resourceNames"],
    edge: grants("ClusterRole", "configmaps", "patch"),
    why: "ConfigMaps without a name are another question",
  }),
  "webhook-spares-system": three({
    passes: [guard, webhook(others)],
    fails: [guard, webhook({})],
    violates: ["guard webhooks[0].namespaceSelector"],
    edge: [
      guard,
      webhook({ objectSelector: { matchLabels: { "guard.example/checked": "true" } } }),
      object("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", "late", {
        webhooks: [
          { failurePolicy: "Ignore", rules: [{ operations: ["*"], resources: ["*"] }] },
          { rules: [{ operations: ["CREATE"], resources: ["certificates"] }] },
          { rules: [{ operations: ["*"], apiGroups: ["cert-manager.io"], resources: ["*/*"] }] },
        ],
      }),
    ],
    why: "objects that ask for it, a webhook that fails open, and one about its own kind",
  }),
  "webhook-service-exists": three({
    passes: [guard, webhook(others)],
    fails: webhook(others),
    violates: ["guard webhooks[0].clientConfig.service.name"],
    edge: [
      service({ ports: [{ port: 8443 }] }),
      webhook(others),
      object("apiregistration.k8s.io/v1", "APIService", "metrics", {
        spec: { service: { name: "metrics-server", namespace: "kube-system" } },
      }),
      object("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", "later", {
        webhooks: [{ clientConfig: { service: { name: unknown, namespace: "shop" } } }],
      }),
    ],
    why: "443 is the port where nothing is said; the system's Services are not in the stack",
    finds: ["guard webhooks[0].clientConfig.service.port"],
    open: ["later webhooks[0].clientConfig.service.name"],
  }),
};
