import { aws, type Cases, secret, three, unknown } from "../support/case.ts";
import { object } from "../support/kubernetes.ts";

const group = "gateway.networking.k8s.io";
const service = object("v1", "Service", "svc", { spec: { ports: [{ port: 80 }] } });
const route = (name: string, spec: object, namespace = "shop") =>
  object(`${group}/v1`, "HTTPRoute", name, {
    metadata: { namespace },
    spec: { parentRefs: [{ name: "public" }], hostnames: ["shop.example"], rules: [{}], ...spec },
  });
const to = (backend: object) => ({ rules: [{ backendRefs: [backend] }] });
const gateway = (...listeners: readonly object[]) =>
  object(`${group}/v1`, "Gateway", "public", { spec: { listeners } });
const internal = object(`${group}/v1`, "Gateway", "internal", {
  spec: {
    listeners: [{ name: "https", protocol: "HTTPS", port: 443, hostname: "*.internal.example" }],
    infrastructure: {
      parametersRef: { group: "gateway.k8s.aws", kind: "LoadBalancerConfiguration", name: "alb" },
    },
  },
});
const https = {
  name: "https",
  protocol: "HTTPS",
  port: 443,
  hostname: "*.example",
  tls: { certificateRefs: [{ name: "cert" }] },
};
const http = { name: "http", protocol: "HTTP", port: 80 };
const redirect = {
  rules: [{ filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https" } }] }],
};
const account = (annotations: object = {}) =>
  object("v1", "ServiceAccount", "account", { metadata: { name: "api", annotations } });
const association = (name: string, serviceAccount: string) =>
  aws("eks", "PodIdentityAssociation", name, { namespace: "shop", serviceAccount });
const roleArn = "eks.amazonaws.com/role-arn";
const arn = "arn:aws:iam::123456789012:role/api";
const role = (subject: string) =>
  aws(
    "iam",
    "Role",
    "role",
    {
      assumeRolePolicy: JSON.stringify({
        Statement: [{ Effect: "Allow", Condition: { StringEquals: { "oidc:sub": subject } } }],
      }),
    },
    { outputs: { arn } },
  );
const release = (values: object) => ({
  type: "kubernetes:helm.sh/v3:Release",
  name: "grafana",
  props: { chart: "grafana", values },
});
const balancer = (spec: object) =>
  object("gateway.k8s.aws/v1beta1", "LoadBalancerConfiguration", "alb", { spec });

export const gatewayCases: Cases = {
  "gateway-route-backend-exists": three({
    passes: [service, route("web", to({ name: "svc", port: 80 }))],
    fails: [service, route("web", to({ name: "svc", port: 81 }))],
    violates: ["web spec.rules[0].backendRefs[0].port"],
    edge: [service, route("web", to({ name: "svc", namespace: "shop", port: 80 }), "front")],
    why: "another namespace has not granted it",
    finds: ["web spec.rules[0].backendRefs[0].namespace"],
  }),
  "gateway-route-parent-exists": three({
    passes: [gateway(https), route("web", {})],
    fails: route("web", {}),
    violates: ["web spec.parentRefs[0].name"],
    edge: [gateway(https), route("web", { hostnames: ["shop.invalid"] })],
    why: "the host name is no listener's",
    finds: ["web spec.hostnames"],
  }),
  "gateway-host-path-unique": three({
    passes: [
      route("one", { rules: [{ matches: [{ path: { value: "/a" } }] }] }),
      route("two", {}),
      route("own", { parentRefs: [{ name: "internal" }] }),
    ],
    fails: [route("one", {}), route("two", {})],
    violates: ["two spec.rules[0].matches[0].path.value"],
    edge: [
      route("one", { rules: [{ matches: [{ headers: [{ name: "canary", value: "1" }] }] }] }),
      route("two", {}),
    ],
    why: "a header tells them apart",
  }),
  "gateway-listener-tls": three({
    passes: [gateway(https), internal],
    fails: gateway({ ...https, tls: {} }, http),
    violates: ["public spec.listeners[0].tls.certificateRefs", "public spec.listeners[1].protocol"],
    edge: [
      gateway(https, http),
      route("away", { ...redirect, parentRefs: [{ name: "public", sectionName: "http" }] }),
    ],
    why: "plain HTTP that only redirects",
  }),
  "gateway-public-has-waf": three({
    passes: balancer({
      scheme: "internal",
      loadBalancerSubnets: [{ identifier: "subnet-1" }],
      sourceRanges: ["10.0.0.0/8"],
    }),
    fails: balancer({ scheme: "internet-facing" }),
    violates: ["alb spec.wafV2.webACL"],
    edge: balancer({ scheme: "internet-facing", wafV2: { webACL: unknown } }),
    why: "the web ACL is made in the same run",
  }),
  "pod-identity-account-exists": three({
    passes: [account(), association("id", "api")],
    fails: [account(), association("id", "apy")],
    violates: ["id serviceAccount"],
    edge: [
      account(),
      association("id", "grafana"),
      { ...release({}), props: { chart: "grafana", namespace: "shop" } },
    ],
    why: "a chart in the namespace brings its own account",
  }),
  "pod-identity-not-with-irsa": three({
    passes: [account(), association("id", "api")],
    fails: [account({ [roleArn]: arn }), association("id", "api")],
    violates: [`account metadata.annotations["${roleArn}"]`],
    edge: [account({ [roleArn]: arn }), association("id", "other")],
    why: "the association is another account's",
  }),
  "irsa-annotation-matches-trust": three({
    passes: [account({ [roleArn]: arn }), role("system:serviceaccount:shop:api")],
    fails: [account({ [roleArn]: arn }), role("system:serviceaccount:shop:web")],
    violates: [`account metadata.annotations["${roleArn}"]`],
    edge: [
      { ...account({ [roleArn]: unknown }), uses: { metadata: ["role"] } },
      role("system:serviceaccount:shop:web"),
    ],
    why: "the ARN is unknown, but whose it is is not",
    finds: [`account metadata.annotations["${roleArn}"]`],
  }),
  "helm-release-no-secret-values": three({
    passes: release({ admin: { existingSecret: "grafana-admin" } }),
    fails: release({ adminPassword: "hunter2" }),
    violates: ["grafana values.adminPassword"],
    edge: release({ database: { url: secret("mysql://x") } }),
    why: "a Pulumi secret is readable in the release",
    finds: ["grafana values.database.url"],
  }),
};
