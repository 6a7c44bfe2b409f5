import type { ApiObject } from "../../../sandbox/cluster/api.ts";

type Manifest = ApiObject & { readonly spec: object };

const object = (apiVersion: string, kind: string, name: string, spec: object): Manifest => ({
  apiVersion,
  kind,
  metadata: { name },
  spec,
});

const container = (mounts: Readonly<Record<string, string>> = {}): object => ({
  name: "c",
  image: "registry.example/app:1",
  volumeMounts: Object.entries(mounts).map(([name, mountPath]) => ({ name, mountPath })),
});

/** One pod with these annotations. */
export const deployment = (app: string, annotations: Readonly<Record<string, string>>): Manifest =>
  object("apps/v1", "Deployment", app, {
    replicas: 1,
    selector: { matchLabels: { app } },
    template: { metadata: { labels: { app }, annotations }, spec: { containers: [container()] } },
  });

const claim = (name: string, storage: string): object => ({
  metadata: { name },
  spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage } } },
});

/** Three pods, spread by `topologyKey`, each with claims of 20Gi and 5Gi of the default class. */
export const statefulSet = (app: string, topologyKey: string): Manifest => {
  const labelSelector = { matchLabels: { app } };
  const spread = { maxSkew: 1, topologyKey, whenUnsatisfiable: "DoNotSchedule", labelSelector };
  return object("apps/v1", "StatefulSet", app, {
    serviceName: app,
    replicas: 3,
    selector: labelSelector,
    template: {
      metadata: { labels: { app } },
      spec: {
        topologySpreadConstraints: [spread],
        containers: [container({ data: "/data", log: "/log" })],
      },
    },
    volumeClaimTemplates: [claim("data", "20Gi"), claim("log", "5Gi")],
  });
};

export const loadBalancer = (name: string, app: string): Manifest =>
  object("v1", "Service", name, {
    type: "LoadBalancer",
    selector: { app },
    ports: [{ port: 8080 }],
  });

const gatewayApi = "gateway.networking.k8s.io/v1";

/** A gateway of class `hanok` with one listener for `*.example.com`. */
export const gateway = (name: string): Manifest =>
  object(gatewayApi, "Gateway", name, {
    gatewayClassName: "hanok",
    listeners: [{ name: "http", port: 80, protocol: "HTTP", hostname: "*.example.com" }],
  });

/** A route from `<name>.example.com` to the Service of the same name. */
export const httpRoute = (name: string, parent: string): Manifest =>
  object(gatewayApi, "HTTPRoute", name, {
    parentRefs: [{ name: parent }],
    hostnames: [`${name}.example.com`],
    rules: [{ backendRefs: [{ name, port: 8080 }] }],
  });

export const job = (name: string): Manifest =>
  object("batch/v1", "Job", name, {
    template: { spec: { restartPolicy: "Never", containers: [container()] } },
  });
