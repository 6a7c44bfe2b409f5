import { expect } from "chai";
import { objectsOf } from "../../../../sandbox/cluster/aws/addon-objects.ts";
import { settingsOf } from "../../../../sandbox/cluster/aws/balancer-settings.ts";
import { volumeRecord } from "../../../../sandbox/cluster/aws/ebs.ts";
import type { Volume } from "../../../../sandbox/cluster/volumes.ts";

const addon = (addonName: string, configuration: object = {}) =>
  objectsOf({
    ...{ type: "aws:eks/addon:Addon", id: `main:${addonName}`, region: "ap-northeast-2" },
    properties: { addonName, configurationValues: JSON.stringify(configuration) },
  });

describe("objects of EKS add-ons", () => {
  it("are workloads in kube-system, with the configured replicas and scheduling", () => {
    const tolerations = [{ key: "CriticalAddonsOnly", operator: "Exists" }];
    const controller = { replicaCount: 1, nodeSelector: { pool: "system" }, tolerations };
    const [deployment, daemonSet] = addon("aws-ebs-csi-driver", { controller });
    expect(deployment).to.deep.nested.include({
      kind: "Deployment",
      "metadata.namespace": "kube-system",
      "spec.replicas": 1,
      "spec.template.spec.nodeSelector": { pool: "system" },
      "spec.template.spec.tolerations": tolerations,
    });
    expect(daemonSet).to.deep.nested.include({
      kind: "DaemonSet",
      "spec.template.spec.tolerations": [{ operator: "Exists" }],
    });
  });

  it("are CRDs of snapshots, which the API server accepts only with an approval annotation", () => {
    const definitions = addon("snapshot-controller").filter(({ kind }) => kind !== "Deployment");
    expect(definitions.map(({ metadata }) => metadata.name)).to.deep.equal([
      "volumesnapshots.snapshot.storage.k8s.io",
      "volumesnapshotclasses.snapshot.storage.k8s.io",
      "volumesnapshotcontents.snapshot.storage.k8s.io",
    ]);
    for (const { metadata } of definitions)
      expect(metadata.annotations).to.have.property("api-approved.kubernetes.io");
  });

  it("do not exist for unknown add-ons", () => {
    expect(addon("adot")).to.deep.equal([]);
  });
});

describe("settings of a gateway's load balancer", () => {
  it("are the class's if both set them, unless the class prefers the gateway", () => {
    const own = { scheme: "internet-facing", wafV2: { webACL: "acl" } } as const;
    expect(settingsOf({ scheme: "internal" }, own)).to.include({
      scheme: "internal",
      webAcl: "acl",
    });
    const lets = { scheme: "internal", mergingMode: "prefer-gateway" } as const;
    expect(settingsOf(lets, own).scheme).to.equal("internet-facing");
    expect(settingsOf()).to.deep.include({ scheme: "internal", sourceRanges: ["0.0.0.0/0"] });
    expect(settingsOf().subnets).to.equal(undefined);
  });

  it("include subnets and source ranges", () => {
    const loadBalancerSubnets = [{ identifier: "subnet-a" }, { identifier: "public-b" }];
    const sourceRanges = ["10.0.0.0/8"];
    expect(settingsOf({}, { loadBalancerSubnets, sourceRanges })).to.deep.include({
      subnets: ["subnet-a", "public-b"],
      sourceRanges,
    });
  });

  it("include the attributes for AWS", () => {
    const attributes = {
      "access_logs.s3.enabled": "true",
      "access_logs.s3.bucket": "logs",
      "deletion_protection.enabled": "true",
      "idle_timeout.timeout_seconds": "120",
    };
    const loadBalancerAttributes = Object.entries(attributes).map(([key, value]) => ({
      key,
      value,
    }));
    const listenerConfigurations = [{ protocolPort: "HTTPS:443", defaultCertificate: "arn" }];
    expect(settingsOf({}, { loadBalancerAttributes, listenerConfigurations })).to.deep.include({
      logBucket: "logs",
      isProtected: true,
      idleTimeout: 120,
      listeners: { "HTTPS:443": { certificate: "arn", sslPolicy: undefined } },
    });
  });
});

describe("the EBS volume of a PersistentVolume", () => {
  for (const [storage, size] of [
    ["8Gi", 8],
    ["500Mi", 1],
    ["1Ti", 1024],
    ["10G", 10],
  ] as const)
    it(`of ${storage} has ${size} GiB, its zone, and the driver's tags`, () => {
      const volume: Volume = {
        ...{ apiVersion: "v1", kind: "PersistentVolume", metadata: { name: "pvc-1" } },
        spec: {
          capacity: { storage },
          claimRef: { namespace: "shop", name: "data" },
          csi: { driver: "ebs.csi.aws.com", volumeHandle: "vol-1" },
          nodeAffinity: {
            required: {
              nodeSelectorTerms: [
                {
                  matchExpressions: [
                    {
                      key: "topology.kubernetes.io/zone",
                      operator: "In",
                      values: ["ap-northeast-2c"],
                    },
                  ],
                },
              ],
            },
          },
        },
      };
      const { id, properties } = volumeRecord(volume, "ap-northeast-2", "main");
      expect(id).to.equal("vol-1");
      expect(properties).to.include({ size, availabilityZone: "ap-northeast-2c" });
      expect(properties["tags"]).to.include({
        "kubernetes.io/cluster/main": "owned",
        "kubernetes.io/created-for/pvc/name": "data",
      });
    });
});
