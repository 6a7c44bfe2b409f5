import { expect } from "chai";
import { describe, it } from "mocha";
import * as pulumi from "@pulumi/pulumi";
import type { ControlPlane } from "../../../../components/cluster/control-plane.ts";
import { awsOutputs } from "../../../../ops/mocks/aws.ts";
import { find, json, recordEks } from "./eks-under-test.ts";

/** Outputs of the control plane, each with whether it is secret. */
async function told(pick: (plane: ControlPlane) => Record<string, unknown>) {
  const found: Record<string, unknown> = {};
  await recordEks({}, {}, (plane) => {
    for (const [key, value] of Object.entries(pick(plane))) {
      const output: pulumi.Output<unknown> = pulumi.output(value);
      pulumi
        .output(pulumi.isSecret(output))
        .apply((secret) => (found[`${key} is secret`] = secret));
      output.apply((one) => (found[key] = one));
    }
  });
  return found;
}

describe("components/cluster/eks: provider", () => {
  it("requests each token through the AWS CLI, and stores none", async () => {
    const provider = find(await recordEks(), "kubernetes", "house");
    expect(json(provider, "kubeconfig")).to.deep.equal({
      apiVersion: "v1",
      kind: "Config",
      clusters: [
        {
          name: "hanok-test",
          cluster: {
            server: "https://0123456789ABCDEF0123456789ABCDEF.gr7.eks.ap-northeast-2.amazonaws.com",
            "certificate-authority-data": "YXV0aG9yaXR5",
          },
        },
      ],
      users: [
        {
          name: "hanok-test",
          user: {
            exec: {
              apiVersion: "client.authentication.k8s.io/v1beta1",
              command: "aws",
              args: [
                "eks",
                "get-token",
                "--cluster-name",
                "hanok-test",
                "--region",
                "ap-northeast-2",
                "--output",
                "json",
              ],
              interactiveMode: "Never",
            },
          },
        },
      ],
      contexts: [{ name: "hanok-test", context: { cluster: "hanok-test", user: "hanok-test" } }],
      "current-context": "hanok-test",
    });
    expect(provider.inputs["kubeClientSettings"]).to.equal(
      JSON.stringify({ qps: 100, burst: 200 }),
    );
  });

  it("is replaced if the cluster is replaced under the same name", async () => {
    const identity = async (issuer: string) => {
      const resources = await recordEks({}, {}, undefined, {
        outputs: (resource) => {
          const outputs = awsOutputs(resource);
          const { eksCluster } = outputs as { eksCluster?: object };
          if (eksCluster === undefined) return outputs;
          return { eksCluster: { ...eksCluster, identities: [{ oidcs: [{ issuer }] }] } };
        },
      });
      return find(resources, "kubernetes", "house").inputs["clusterIdentifier"];
    };
    expect(await identity("https://oidc.eks.example/id/ONE")).to.equal("hanok-test/ONE");
    expect(await identity("https://oidc.eks.example/id/TWO")).to.equal("hanok-test/TWO");
  });

  it("outputs what people need, with the kubeconfig as a secret", async () => {
    const outputs = await told(({ outputs: of }) => ({
      name: of.name,
      version: of.version,
      kubeconfig: of.kubeconfig,
      addonVersions: pulumi.output(of.addonVersions),
    }));
    expect(outputs).to.deep.include({
      name: "hanok-test",
      version: "1.36",
      "kubeconfig is secret": true,
    });
    expect(outputs["addonVersions"]).to.have.keys([
      "vpc-cni",
      "kube-proxy",
      "eks-pod-identity-agent",
      "coredns",
      "snapshot-controller",
      "aws-ebs-csi-driver",
      "metrics-server",
      "eks-node-monitoring-agent",
    ]);
  });

  it("outputs what other parts of the account need", async () => {
    const account = await told(({ account: of, securityGroupId, systemNodes }) => ({
      names: pulumi.output([of.clusterName, of.region]),
      group: securityGroupId,
      nodes: systemNodes.groupName,
      count: systemNodes.count,
    }));
    expect(account).to.deep.include({
      names: ["hanok-test", "ap-northeast-2"],
      group: "sg-cluster",
      nodes: "house-system-1a2b3c4",
      count: 2,
    });
  });
});
