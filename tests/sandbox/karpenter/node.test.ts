import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import type { CloudRecord, Properties } from "../../../sandbox/cloud/model.ts";
import { eksTypes } from "../../../sandbox/cloud/services/eks/types.ts";
import { types as iam } from "../../../sandbox/cloud/services/iam/types.ts";
import { wantedBy, type Deployment } from "../../../sandbox/karpenter/deployment.ts";
import { podRole } from "../../../sandbox/karpenter/identity.ts";
import { whyNotJoined } from "../../../sandbox/karpenter/join.ts";
import { nodeOf } from "../../../sandbox/karpenter/node.ts";
import { environmentOf } from "../../../sandbox/karpenter/process.ts";
import { TestCloud } from "../cloud/cloud.ts";
import { clusterName, controllerRole, type Ground, nodeRole, prepareAccount } from "./account.ts";

const userData = (text: string): string => Buffer.from(text).toString("base64");
const instance = (more: Properties = {}): CloudRecord => ({
  type: "aws:ec2/instance:Instance",
  id: "i-0123456789abcdef0",
  region: "ap-northeast-2",
  properties: {
    instanceType: "m7g.large",
    availabilityZone: "ap-northeast-2c",
    privateIp: "10.0.32.4",
    privateDns: "ip-10-0-32-4.ap-northeast-2.compute.internal",
    iamInstanceProfile: "nodes",
    userDataBase64: userData(
      `[settings.kubernetes]\ncluster-name = '${clusterName}'\n\n` +
        `[settings.kubernetes.node-labels]\n'karpenter.sh/nodepool' = 'general'\n`,
    ),
    ...more,
  },
});

/** Bottlerocket's own disk comes first; pods do not use it. */
const blockDeviceMappings = [
  { deviceName: "/dev/xvda", ebs: { volumeSize: 4 } },
  { deviceName: "/dev/xvdb", ebs: { volumeSize: 40 } },
];

describe("the node of an instance", () => {
  it("has the name, provider ID, labels and size from EC2 and its user data", () => {
    const node = nodeOf(instance({ blockDeviceMappings }));
    expect(node.metadata.name).to.equal("ip-10-0-32-4.ap-northeast-2.compute.internal");
    expect(node.spec.providerID).to.equal("aws:///ap-northeast-2c/i-0123456789abcdef0");
    expect(node.metadata.labels).to.include({
      "karpenter.sh/nodepool": "general",
      "kubernetes.io/arch": "arm64",
      "node.kubernetes.io/instance-type": "m7g.large",
      "topology.kubernetes.io/zone": "ap-northeast-2c",
      "topology.k8s.aws/zone-id": "apne2-az3",
    });
    // by Karpenter's reference: 29 pods by addresses, memory minus 7.5 % and 64 MiB
    expect(node.status.capacity).to.deep.equal({
      cpu: "2",
      memory: "7518Mi",
      pods: "29",
      "ephemeral-storage": "40Gi",
    });
    expect(node.status.allocatable).to.deep.equal({
      cpu: "1930m",
      memory: "6844Mi",
      pods: "29",
      "ephemeral-storage": "35840Mi",
    });
  });

  it("reserves memory by the maximum number of pods on Bottlerocket, and by addresses on AL2023", () => {
    const memory = (text: string): string =>
      nodeOf(instance({ userDataBase64: userData(text) })).status.allocatable.memory;
    expect(memory("[settings.kubernetes]\nmax-pods = 110\n")).to.equal("5953Mi");
    expect(
      memory(
        'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="//"\n\n--//\n' +
          "Content-Type: application/node.eks.aws\n\nspec: {kubelet: {config: {maxPods: 110}}}\n--//--\n",
      ),
    ).to.equal("6844Mi");
  });

  it("is refused for an unknown type", () => {
    expect(() => nodeOf(instance({ instanceType: "x9.huge" }))).to.throw("x9.huge");
  });
});

describe("an instance that joins", () => {
  let cloud: TestCloud;
  let ground: Ground;
  const why = (of = instance()) => whyNotJoined(of, cloud.resources.account());
  beforeEach(() => {
    cloud = new TestCloud();
    ground = prepareAccount(cloud);
    cloud.make(iam.profile, { name: "nodes", role: nodeRole });
  });
  afterEach(() => cloud.end());

  it("is admitted by its role's access entry", () => {
    expect(why()).to.equal(undefined);
  });

  it("is refused without an access entry, without a role, and by another cluster", () => {
    cloud.delete(eksTypes.accessEntry, `${clusterName}:${ground.nodeRoleArn}`);
    expect(why()).to.equal(
      `its role ${ground.nodeRoleArn} has no access entry of type EC2_LINUX in cluster hanok-try`,
    );
    expect(why(instance({ iamInstanceProfile: "no" }))).to.equal(
      "its instance profile no has no role",
    );
    const other = userData("[settings.kubernetes]\ncluster-name = 'other'\n");
    expect(why(instance({ userDataBase64: other }))).to.equal("EKS cluster other does not exist");
  });
});

describe("Karpenter's Deployment", () => {
  const deployment = (more: object = {}, status: object = { readyReplicas: 1 }): Deployment => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "karpenter", namespace: "karpenter", ...more },
    spec: {
      template: { spec: { containers: [{ env: [{ name: "CLUSTER_NAME", value: "one" }] }] } },
    },
    status,
  });

  it("determines the controller's environment once a pod is ready", () => {
    expect(wantedBy([deployment({ name: "other" }), deployment()])).to.deep.equal({
      namespace: "karpenter",
      environment: { CLUSTER_NAME: "one" },
    });
    expect(wantedBy([deployment({}, {})])).to.equal(undefined);
    expect(wantedBy([deployment({}, { readyReplicas: 0 })])).to.equal(undefined);
    expect(wantedBy([deployment({ deletionTimestamp: "2026-11-21T00:00:00Z" })])).to.equal(
      undefined,
    );
    expect(wantedBy([])).to.equal(undefined);
  });

  it("has the role of its namespace's pod identity, if any", () => {
    const cloud = new TestCloud();
    try {
      prepareAccount(cloud);
      const environment = { CLUSTER_NAME: clusterName };
      const role = (namespace: string) =>
        podRole({ namespace, environment }, cloud.resources.account());
      expect(role("karpenter")).to.equal(controllerRole);
      expect(role("other")).to.equal(undefined);
    } finally {
      cloud.end();
    }
  });

  it("cannot set variables that lead out of the sandbox", () => {
    const environment = { AWS_ENDPOINT_URL: "https://ec2.amazonaws.com", METRICS_PORT: "8080" };
    const run = environmentOf({
      ...{ namespace: "karpenter", environment, kubeconfig: "/k", endpoint: "http://127.0.0.1:1" },
      ...{ region: "ap-northeast-2", role: "controller" },
    });
    expect(run).to.include({
      AWS_ACCESS_KEY_ID: "controller",
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
      AWS_EC2_METADATA_DISABLED: "true",
      KUBECONFIG: "/k",
      METRICS_PORT: "0",
      SYSTEM_NAMESPACE: "karpenter",
    });
  });
});
