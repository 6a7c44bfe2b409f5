import { expect } from "chai";
import { describe, it } from "mocha";
import { manifests } from "../../../components/app-service/manifests.ts";
import { resolveService } from "../../../components/app-service/resolve-service.ts";
import { assumed } from "../../../components/app-service/service.ts";
import type { Architecture } from "../../../components/platform.ts";
import { binding, platform, shop } from "../../support/fixtures.ts";
import { orders, pod, selector, versioned, workload } from "./orders.ts";

describe("a Deployment", () => {
  it("Z14: equals this object", () => {
    const probe = { httpGet: { path: "/healthz", port: "http" } };
    const dead = { terminationGracePeriodSeconds: 10 };
    const user = { runAsNonRoot: true, runAsUser: 10001, runAsGroup: 10001 };
    const seccompProfile = { type: "RuntimeDefault" };
    const spread = (topologyKey: string) => ({
      maxSkew: 1,
      topologyKey,
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector: { matchLabels: selector },
      matchLabelKeys: ["pod-template-hash"],
    });
    expect(workload(orders())).to.deep.equal({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: {
        name: "orders",
        namespace: "shop",
        labels: versioned,
        annotations: {
          "kube-score/ignore":
            "container-resources,container-image-pull-policy,pod-probes-identical",
          "hanok.dev/assumed": "architectures,user,writable",
        },
      },
      spec: {
        selector: { matchLabels: selector },
        minReadySeconds: 5,
        revisionHistoryLimit: 5,
        progressDeadlineSeconds: 30 + 5 + 300,
        strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: "25%" } },
        template: {
          metadata: { labels: versioned, annotations: { "hanok.dev/startup-seconds": "5" } },
          spec: {
            serviceAccountName: "orders",
            priorityClassName: "hanok-services",
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            terminationGracePeriodSeconds: 55,
            securityContext: {
              ...user,
              fsGroup: 10001,
              fsGroupChangePolicy: "OnRootMismatch",
              seccompProfile,
            },
            topologySpreadConstraints: [
              spread("topology.kubernetes.io/zone"),
              spread("kubernetes.io/hostname"),
            ],
            nodeSelector: { "kubernetes.io/arch": "amd64" },
            containers: [
              {
                name: "orders",
                image: "registry.test/shop/orders:0.9.0",
                imagePullPolicy: "IfNotPresent",
                ports: [{ name: "http", containerPort: 8080, protocol: "TCP" }],
                env: [{ name: "TZ", value: "Asia/Seoul" }],
                resources: {
                  requests: { cpu: "100m", memory: "128Mi", "ephemeral-storage": "100Mi" },
                  limits: { memory: "128Mi", "ephemeral-storage": "356Mi" },
                },
                startupProbe: {
                  ...probe,
                  periodSeconds: 2,
                  timeoutSeconds: 2,
                  failureThreshold: 15,
                  ...dead,
                },
                readinessProbe: {
                  ...probe,
                  periodSeconds: 5,
                  timeoutSeconds: 3,
                  failureThreshold: 2,
                },
                livenessProbe: {
                  ...probe,
                  periodSeconds: 10,
                  timeoutSeconds: 5,
                  failureThreshold: 6,
                  ...dead,
                },
                lifecycle: { preStop: { sleep: { seconds: 10 } } },
                terminationMessagePolicy: "FallbackToLogsOnError",
                securityContext: {
                  allowPrivilegeEscalation: false,
                  capabilities: { drop: ["ALL"] },
                  privileged: false,
                  readOnlyRootFilesystem: true,
                  ...user,
                  seccompProfile,
                },
                volumeMounts: [{ name: "writable-0", mountPath: "/tmp" }],
              },
            ],
            volumes: [{ name: "writable-0", emptyDir: { sizeLimit: "256Mi" } }],
          },
        },
      },
    });
  });

  it("C5: never removes a pod before its successor is ready", () => {
    const { spec } = workload(orders());
    expect(spec).to.have.nested.property("strategy.rollingUpdate.maxUnavailable", 0);
  });

  it("B10: leaves the number of pods to the autoscaler, also a fixed one", () => {
    const fixed = { kind: "fixed", replicas: 3, because: "shards" } as const;
    for (const service of [orders(), orders({ scaling: fixed })])
      expect(workload(service).spec).not.to.have.property("replicas");
    const volume = { path: "/data", storage: "5Gi" };
    expect(workload(orders({ scaling: fixed, volume })).spec?.replicas).to.equal(3);
  });

  it("never selects by version, because a selector is immutable", () => {
    expect(workload(orders()).spec?.selector.matchLabels).to.deep.equal(selector);
  });

  it("stays on its node, and off Spot, as the only pod with a volume", () => {
    const files = (replicas: number, architectures: readonly Architecture[] = ["amd64"]) =>
      orders({
        volume: { path: "/data", storage: "1Gi" },
        scaling: { kind: "fixed", replicas, because: "one writes" },
        architectures,
      });
    const key = "karpenter.sh/do-not-disrupt";
    const annotations = (service: ReturnType<typeof orders>) =>
      workload(service).spec?.template.metadata?.annotations;
    expect(annotations(files(1))).to.have.property(key, "true");
    expect(annotations(files(2))).not.to.have.property(key);
    const once = orders({ scaling: { kind: "fixed", replicas: 1, because: "sockets" } });
    expect(annotations(once)).not.to.have.property(key);
    const expressions = (service: ReturnType<typeof orders>) =>
      pod(service)?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
        ?.nodeSelectorTerms[0]?.matchExpressions;
    const notOnSpot = { key: "karpenter.sh/capacity-type", operator: "NotIn", values: ["spot"] };
    expect(expressions(files(1))).to.deep.equal([notOnSpot]);
    expect(expressions(files(2, ["amd64", "arm64"]))).to.deep.equal([
      { key: "kubernetes.io/arch", operator: "In", values: ["amd64", "arm64"] },
      notOnSpot,
    ]);
    expect(expressions(once)).to.equal(undefined);
  });

  it("selects nodes by the image's architectures", () => {
    expect(pod(orders({ architectures: ["arm64"] }))?.nodeSelector).to.deep.equal({
      "kubernetes.io/arch": "arm64",
    });
    const both = pod(orders({ architectures: ["arm64", "amd64"] }));
    expect(both).not.to.have.property("nodeSelector");
    expect(both?.affinity?.nodeAffinity).to.deep.equal({
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          {
            matchExpressions: [
              { key: "kubernetes.io/arch", operator: "In", values: ["amd64", "arm64"] },
            ],
          },
        ],
      },
    });
  });

  it("lists unverified facts, and only those", () => {
    const known = { user: 1000, writable: assumed(["/tmp", "/cache"], "the docs") } as const;
    const service = orders({ ...known, architectures: ["amd64"] });
    expect(workload(service).metadata?.annotations?.["hanok.dev/assumed"]).to.equal("writable");
    expect(pod(service)?.securityContext?.fsGroup).to.equal(1000);
    expect(pod(service)?.containers[0]?.volumeMounts).to.have.length(2);
  });

  it("has no CPU limit, and the requested memory limit", () => {
    const resources = { cpu: "1", memory: "1Gi", memoryLimit: "2Gi" };
    const limits = pod(orders({ resources }))?.containers[0]?.resources?.limits;
    expect(limits).to.include({ memory: "2Gi" });
    expect(limits).not.to.have.property("cpu");
  });

  it("mounts a store's certificate authorities as a service binding in a Java image", () => {
    const ca = { configMap: "rds-ca", key: "ca.pem" };
    const books = {
      ...binding("orders", "books", "mariadb", 3306),
      transport: { tls: true, ca },
    } as const;
    const service = orders({ runtime: "spring", uses: ["books"] });
    expect(pod(service, [books])?.volumes?.at(-1)).to.deep.equal({
      name: "books-ca",
      projected: {
        sources: [
          { configMap: { name: "rds-ca", items: [{ key: "ca.pem", path: "ca.pem" }] } },
          {
            downwardAPI: {
              items: [
                {
                  path: "type",
                  fieldRef: {
                    apiVersion: "v1",
                    fieldPath: "metadata.annotations['hanok.dev/binding-type']",
                  },
                },
              ],
            },
          },
        ],
      },
    });
    expect(workload(service, [books]).spec?.template.metadata?.annotations).to.include({
      "hanok.dev/binding-type": "ca-certificates",
    });
    const go = pod(orders({ uses: ["books"] }), [books]);
    expect(go?.volumes?.at(-1)?.projected?.sources).to.have.length(1);
  });
});

describe("a StatefulSet", () => {
  const files = resolveService(shop, "files");

  it("T3: keeps its files on one claim per pod, which outlives the pod", () => {
    const { spec } = workload(files);
    expect(spec).to.deep.include({
      replicas: 1,
      serviceName: "files-pods",
      podManagementPolicy: "Parallel",
      updateStrategy: { type: "RollingUpdate" },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
      volumeClaimTemplates: [
        {
          apiVersion: "v1",
          kind: "PersistentVolumeClaim",
          metadata: {
            name: "data",
            labels: { ...selector, "app.kubernetes.io/name": "files" },
          },
          spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "5Gi" } } },
        },
      ],
    });
    expect(pod(files)?.containers[0]?.volumeMounts).to.deep.include({
      name: "data",
      mountPath: "/data",
    });
  });

  it("B13: is named by a headless Service of its own, so that callers keep theirs", () => {
    const addresses = manifests(files, [], platform).flatMap((object) =>
      object.kind === "Service" ? [[object.metadata.name, object.spec?.clusterIP]] : [],
    );
    expect(addresses).to.deep.equal([
      ["files", undefined],
      ["files-pods", "None"],
      ["files-routes", undefined],
    ]);
    expect(workload(files).spec).to.have.property("serviceName", "files-pods");
  });

  it("spreads its claims over the zones", () => {
    const [zone, node] = pod(files)?.topologySpreadConstraints ?? [];
    expect(zone).to.include({ whenUnsatisfiable: "DoNotSchedule" });
    expect(zone).not.to.have.property("matchLabelKeys");
    expect(node).to.include({ whenUnsatisfiable: "ScheduleAnyway" });
  });
});
