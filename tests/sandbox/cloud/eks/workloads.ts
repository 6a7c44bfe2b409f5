import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

const tolerations = [{ key: "CriticalAddonsOnly", operator: "Exists" }];

/** A deployment of one pod, with a volume where it claims one. */
function deployment(
  name: string,
  claim: string | undefined,
  options: pulumi.CustomResourceOptions,
): kubernetes.apps.v1.Deployment {
  const labels = { app: name };
  const volumes =
    claim === undefined ? [] : [{ name: "data", persistentVolumeClaim: { claimName: claim } }];
  return new kubernetes.apps.v1.Deployment(
    name,
    {
      metadata: { name, namespace: "default" },
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { tolerations, volumes, containers: [{ name, image: "none.invalid/none" }] },
        },
      },
    },
    options,
  );
}

interface Inside {
  readonly provider: kubernetes.Provider;
  readonly dependsOn: pulumi.Resource[];
}

/** What makes controllers work: a claim, and a gateway with a route to a Service. */
export function workloads(options: Inside): void {
  const { provider, dependsOn } = options;
  const storageClass = new kubernetes.storage.v1.StorageClass(
    "gp3",
    {
      metadata: { name: "gp3" },
      provisioner: "ebs.csi.aws.com",
      volumeBindingMode: "WaitForFirstConsumer",
      allowVolumeExpansion: true,
    },
    options,
  );
  new kubernetes.apiextensions.CustomResource(
    "snapshots",
    {
      apiVersion: "snapshot.storage.k8s.io/v1",
      kind: "VolumeSnapshotClass",
      metadata: { name: "ebs" },
      driver: "ebs.csi.aws.com",
      deletionPolicy: "Delete",
    },
    options,
  );
  const claim = new kubernetes.core.v1.PersistentVolumeClaim(
    "data",
    {
      metadata: {
        name: "data",
        namespace: "default",
        annotations: { "pulumi.com/skipAwait": "true" },
      },
      spec: {
        accessModes: ["ReadWriteOnce"],
        storageClassName: "gp3",
        resources: { requests: { storage: "8Gi" } },
      },
    },
    { provider, dependsOn: [storageClass] },
  );
  deployment("store", "data", { provider, dependsOn: [claim] });
  const controller = deployment("aws-load-balancer-controller", undefined, options);
  gateway({ provider, dependsOn: [controller, ...dependsOn] });
}

function gateway(options: Inside): void {
  const { provider } = options;
  const { CustomResource } = kubernetes.apiextensions;
  const apiVersion = "gateway.networking.k8s.io/v1";
  const ofClass = new CustomResource(
    "alb",
    {
      ...{ apiVersion, kind: "GatewayClass", metadata: { name: "alb" } },
      spec: { controllerName: "gateway.k8s.aws/alb" },
    },
    options,
  );
  const waitFor = JSON.stringify(["condition=Programmed", "jsonpath={.status.addresses[0].value}"]);
  const made = new CustomResource(
    "internal",
    {
      apiVersion,
      kind: "Gateway",
      metadata: {
        ...{ name: "internal", namespace: "default" },
        annotations: { "pulumi.com/waitFor": waitFor },
      },
      spec: {
        gatewayClassName: "alb",
        listeners: [{ name: "http", port: 80, protocol: "HTTP" }],
      },
    },
    { provider, dependsOn: [ofClass] },
  );
  const service = new kubernetes.core.v1.Service(
    "web",
    {
      metadata: {
        name: "web",
        namespace: "default",
        annotations: { "pulumi.com/skipAwait": "true" },
      },
      spec: { selector: { app: "store" }, ports: [{ port: 8080 }] },
    },
    options,
  );
  new CustomResource(
    "web-route",
    {
      apiVersion,
      kind: "HTTPRoute",
      metadata: { name: "web", namespace: "default" },
      spec: {
        parentRefs: [{ name: "internal" }],
        rules: [{ backendRefs: [{ name: "web", port: 8080 }] }],
      },
    },
    { provider, dependsOn: [made, service] },
  );
}
