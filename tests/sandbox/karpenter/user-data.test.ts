import { expect } from "chai";
import { describe, it } from "mocha";
import { kubeletOf } from "../../../sandbox/karpenter/user-data.ts";

const encoded = (text: string): string => Buffer.from(text).toString("base64");

/** Format of github.com/aws/karpenter-provider-aws v1.14.1: pkg/providers/launchtemplate/testdata. */
const nodeadm = `MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="//"

--//
Content-Type: application/node.eks.aws

apiVersion: node.eks.aws/v1alpha1
kind: NodeConfig
spec:
  cluster:
    name: overridden
  kubelet:
    config:
      maxPods: 42
--//
Content-Type: text/x-shellscript; charset="us-ascii"

#!/bin/bash
echo "--node-labels=no=label"
--//
Content-Type: application/node.eks.aws

# Karpenter Generated NodeConfig
apiVersion: node.eks.aws/v1alpha1
kind: NodeConfig
metadata: {}
spec:
  cluster:
    apiServerEndpoint: https://test-cluster
    cidr: 10.100.0.0/16
    name: test-cluster
  containerd: {}
  kubelet:
    config:
      maxPods: 110
      registerWithTaints:
      - effect: NoSchedule
        key: hanok.dev/pool
        value: batch
      - effect: NoExecute
        key: karpenter.sh/unregistered
    flags:
    - --node-labels="karpenter.sh/capacity-type=spot,karpenter.sh/nodepool=batch"
--//--
`;

const bottlerocket = `[settings]
[settings.kubernetes]
api-server = 'https://test-cluster'
cluster-name = 'test-cluster'
max-pods = 110

[settings.kubernetes.node-labels]
custom = 'a = b'
'karpenter.sh/capacity-type' = "on-demand"

[settings.kubernetes.node-taints]
'hanok.dev/pool' = ['batch:NoSchedule', 'batch:NoExecute']
'karpenter.sh/unregistered' = [':NoExecute']

[settings.network]
hostname = 'test.local'
`;

describe("user data of an instance", () => {
  it("is parsed for nodeadm; later configurations win", () => {
    expect(kubeletOf(encoded(nodeadm))).to.deep.equal({
      clusterName: "test-cluster",
      labels: { "karpenter.sh/capacity-type": "spot", "karpenter.sh/nodepool": "batch" },
      taints: [
        { key: "hanok.dev/pool", value: "batch", effect: "NoSchedule" },
        { key: "karpenter.sh/unregistered", effect: "NoExecute" },
      ],
      maxPods: 110,
      family: "al2023",
    });
  });

  it("is parsed for Bottlerocket", () => {
    expect(kubeletOf(encoded(bottlerocket))).to.deep.equal({
      clusterName: "test-cluster",
      labels: { custom: "a = b", "karpenter.sh/capacity-type": "on-demand" },
      taints: [
        { key: "hanok.dev/pool", value: "batch", effect: "NoSchedule" },
        { key: "hanok.dev/pool", value: "batch", effect: "NoExecute" },
        { key: "karpenter.sh/unregistered", effect: "NoExecute" },
      ],
      maxPods: 110,
      family: "bottlerocket",
    });
  });

  it("may omit everything except the format", () => {
    expect(kubeletOf(encoded("[settings.kubernetes]\n"))).to.deep.equal({
      clusterName: "",
      labels: {},
      taints: [],
      family: "bottlerocket",
    });
    expect(() => kubeletOf(encoded("#!/bin/sh\n"))).to.throw(/neither the format of AL2023/);
  });
});
