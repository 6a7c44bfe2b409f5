import { defineSystem } from "../../apps/system.ts";
import type { ServiceSpec } from "../../components/app-service/service-spec.ts";
import type { Binding, ServicePlatform } from "../../components/platform.ts";

/** The platform's values for the system `shop`, large and zonal. */
export const platform: ServicePlatform = {
  namespace: "shop",
  system: "shop",
  size: "large",
  redundancy: "zonal",
  zones: ["ap-northeast-2a", "ap-northeast-2b", "ap-northeast-2c"],
  timeZone: "Asia/Seoul",
  registry: "registry.test/shop",
  versions: { web: "1.2.3", orders: "0.9.0", files: "2.0.0", settings: "1.0.0", mailer: "3.1.4" },
  gateway: {
    name: "public",
    namespace: "gateway-system",
    domain: "example.com",
    scheme: "https",
    peers: [
      { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "gateway-system" } } },
    ],
  },
  monitoring: {
    peers: [
      { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "monitoring" } } },
    ],
  },
  dns: {
    peers: [
      {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
        podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
      },
    ],
  },
};

/** The same, with a gateway for private names. */
export const withInternal: ServicePlatform = {
  ...platform,
  internalGateway: {
    name: "internal",
    namespace: "gateway-system",
    domain: "internal.example.com",
    scheme: "https",
    peers: platform.gateway.peers,
  },
};

/** The required fields of a service. */
export const leastService = {
  image: "orders",
  runtime: "go",
  port: 8080,
  health: "/healthz",
  startupSeconds: 5,
  resources: { cpu: "100m", memory: "128Mi" },
  scaling: { kind: "horizontal", min: 2, max: 4, cpuPercent: 60 },
} as const satisfies ServiceSpec;

/** A small system with one service of each kind: public, called, stateful, configured, and with internet access. */
export const shop = defineSystem({
  name: "shop",
  host: "www",
  stores: {
    books: { engine: "mariadb", storage: "10Gi" },
    carts: { engine: "valkey", memory: "64Mi", persistence: { kind: "cache" } },
    events: { engine: "rabbitmq", storage: "8Gi" },
  },
  services: {
    web: {
      ...leastService,
      image: "ghcr.io/shop/web",
      runtime: "spring",
      startupSeconds: 120,
      configServer: "settings",
      uses: ["books", "carts", "events"],
      callsTo: ["orders", "files"],
    },
    orders: { ...leastService, uses: ["books"] },
    files: {
      ...leastService,
      image: "files",
      scaling: { kind: "fixed", replicas: 1, because: "files are on its disk" },
      volume: { path: "/data", storage: "5Gi" },
    },
    settings: { ...leastService, image: "settings", runtime: "spring", startupSeconds: 60 },
    mailer: {
      ...leastService,
      image: "mailer",
      runtime: "python",
      uses: ["events"],
      secrets: { MAIL_API_KEY: "mail-api-key" },
      internet: { ports: [443], because: "mail is sent by a public API" },
    },
  },
  routes: { "/": "web", "/files": "files" },
});

/** One service's binding to a store in the cluster, with a separate user. */
export function binding(
  service: string,
  store: string,
  engine: Binding["engine"],
  port: number,
): Binding {
  const secret = `${service}-${store}`;
  return {
    store,
    engine,
    connection: {
      host: { value: store },
      port: { value: `${port}` },
      database: { value: engine === "rabbitmq" ? "/" : service },
      username: { secret, key: "username" },
      password: { secret, key: "password" },
    },
    transport: { tls: false },
    egress: {
      peers: [{ podSelector: { matchLabels: { "app.kubernetes.io/name": store } } }],
      port,
    },
  };
}
