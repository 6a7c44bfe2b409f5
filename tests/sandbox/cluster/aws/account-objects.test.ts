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

describe("what EKS add-ons bring", () => {
  it("are workloads in kube-system, as many and where the configuration says", () => {
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

  it("are the kinds of snapshots, which the API server takes only with a word of their approval", () => {
    const definitions = addon("snapshot-controller").filter(({ kind }) => kind !== "Deployment");
    expect(definitions.map(({ metadata }) => metadata.name)).to.deep.equal([
      "volumesnapshots.snapshot.storage.k8s.io",
      "volumesnapshotclasses.snapshot.storage.k8s.io",
      "volumesnapshotcontents.snapshot.storage.k8s.io",
    ]);
    for (const { metadata } of definitions)
      expect(metadata.annotations).to.have.property("api-approved.kubernetes.io");
  });

  it("are nothing of add-ons that nobody has described", () => {
    expect(addon("adot")).to.deep.equal([]);
  });
});

describe("settings of a gateway's load balancer", () => {
  it("are those of the class where both say something, unless the class lets the gateway", () => {
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

  it("name subnets and networks", () => {
    const loadBalancerSubnets = [{ identifier: "subnet-a" }, { identifier: "public-b" }];
    const sourceRanges = ["10.0.0.0/8"];
    expect(settingsOf({}, { loadBalancerSubnets, sourceRanges })).to.deep.include({
      subnets: ["subnet-a", "public-b"],
      sourceRanges,
    });
  });

  it("have the attributes that AWS is asked for", () => {
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

describe("the EBS volume of a volume of Kubernetes", () => {
  for (const [storage, size] of [
    ["8Gi", 8],
    ["500Mi", 1],
    ["1Ti", 1024],
    ["10G", 10],
  ] as const)
    it(`of ${storage} has ${size} GiB, in its zone, with the tags by which it is found`, () => {
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
