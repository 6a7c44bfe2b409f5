import { expect } from "chai";
import { eksTypes as t } from "../../../../sandbox/cloud/services/eks/types.ts";
import { targetOf } from "../cloud.ts";
import {
  addon,
  cluster,
  group,
  nodePolicies,
  nodeRole,
  plugIn,
  pod,
  role,
  systemTaint,
} from "./eks.ts";
import { accepts, refuses } from "./table.ts";

refuses("EKS, of nodes and what runs on them,", [
  [
    "a version of an add-on that is newer than any",
    /InvalidParameterException: Addon version specified is not supported .*vpc-cni v1\.99\.0-eksbuild\.1/,
    (c, of) => [cluster(c, of), addon(c, "vpc-cni", { addonVersion: "v1.99.0-eksbuild.1" })],
  ],
  [
    "kube-proxy of another minor version than the cluster's",
    /Addon version specified is not supported .*for Kubernetes 1\.34/,
    (c, of) => [cluster(c, of), addon(c, "kube-proxy", { addonVersion: "v1.35.0-eksbuild.1" })],
  ],
  [
    "an add-on's role that is not there",
    /InvalidParameterException: The specified role .*none does not exist/,
    (c, of) => [
      cluster(c, of),
      addon(c, "vpc-cni", {
        podIdentityAssociations: [
          { serviceAccount: "aws-node", roleArn: "arn:aws:iam::123456789012:role/none" },
        ],
      }),
    ],
  ],
  [
    "a pod identity whose role trusts somebody else",
    /The trust policy of role .* does not let pods\.eks\.amazonaws\.com sts:AssumeRole and sts:TagSession/,
    (c, of) => [cluster(c, of), pod(c, { ...of, role: role(c, "wrong", "ec2.amazonaws.com") })],
  ],
  [
    "coredns without nodes, after twenty minutes",
    /waiting for EKS Add-On \(main:coredns\) create: timeout while waiting for state to become 'ACTIVE' \(last state: 'DEGRADED', timeout: 20m0s\).*there is no node/,
    (c, of) => [cluster(c, of), addon(c, "coredns")],
  ],
  [
    "an add-on that does not tolerate the nodes' taint",
    /waiting for EKS Add-On \(main:metrics-server\) create: .*taints/,
    (c, of) => [group(c, of, { taints: [systemTaint] }), addon(c, "metrics-server")],
  ],
  [
    "an add-on that selects other nodes",
    /waiting for EKS Add-On \(main:aws-ebs-csi-driver\) create: .*node selector/,
    (c, of) => [
      group(c, of, { labels: { pool: "system" } }),
      addon(c, "aws-ebs-csi-driver", {
        configurationValues: JSON.stringify({ controller: { nodeSelector: { pool: "other" } } }),
      }),
    ],
  ],
  [
    "nodes whose role may not be taken on by EC2",
    /Following required service principals \[ec2\.amazonaws\.com\] were not found/,
    (c, of) => group(c, of, { nodeRoleArn: role(c, "wrong", "eks.amazonaws.com") }),
  ],
  [
    "nodes that may not join",
    /waiting for EKS Node Group \(main:system\) create: unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'\. last error: NodeCreationFailure: Instances failed to join the kubernetes cluster .*AmazonEKSWorkerNodePolicy/,
    (c, of) => group(c, of, { nodeRoleArn: role(c, "node", "ec2.amazonaws.com") }),
  ],
  [
    "nodes that may not pull an image",
    /NodeCreationFailure: Unhealthy nodes in the kubernetes cluster .*AmazonEC2ContainerRegistryPullOnly/,
    (c, of) =>
      group(c, of, { nodeRoleArn: role(c, "node", "ec2.amazonaws.com", nodePolicies[0] ?? "") }),
  ],
  [
    "nodes whose network plug-in may not take addresses",
    /Unhealthy nodes .*neither the nodes' role has AmazonEKS_CNI_Policy/,
    (c, of) => group(c, of, { nodeRoleArn: nodeRole(c) }),
  ],
  [
    "nodes of a cluster without a network plug-in",
    /Unhealthy nodes .*there is no add-on vpc-cni/,
    (c, of) => [
      cluster(c, of, { bootstrapSelfManagedAddons: false }),
      group(c, of, { nodeRoleArn: nodeRole(c) }),
    ],
  ],
  [
    "nodes whose network plug-in has an identity that nobody serves",
    /Unhealthy nodes .*no add-on eks-pod-identity-agent/,
    (c, of) => [
      cluster(c, of, { bootstrapSelfManagedAddons: false }),
      plugIn(c),
      group(c, of, { nodeRoleArn: nodeRole(c) }),
    ],
  ],
  [
    "a change of a node group that has failed",
    /InvalidRequestException: Nodegroup cannot be updated as it is currently not in Active State/,
    (c, of) => {
      const nodeRoleArn = role(c, "node", "ec2.amazonaws.com");
      expect(() => group(c, of, { nodeRoleArn })).to.throw(/CREATE_FAILED/);
      const inputs = c.resources.account().find(t.nodeGroup, "main:system")?.properties ?? {};
      c.resources.update(targetOf(t.nodeGroup, "group"), "main:system", inputs, inputs);
    },
  ],
]);

accepts("EKS, of nodes and what runs on them,", [
  [
    "nodes whose network plug-in has its identity, and then what runs on them",
    (c, of) => {
      cluster(c, of, { bootstrapSelfManagedAddons: false });
      addon(c, "eks-pod-identity-agent");
      plugIn(c);
      addon(c, "kube-proxy");
      group(c, of, { nodeRoleArn: nodeRole(c), taints: [systemTaint] });
      expect(addon(c, "coredns")["addonVersion"]).to.match(/^v1\.\d+\.\d+-eksbuild\.\d+$/);
      addon(c, "metrics-server", {
        configurationValues: JSON.stringify({
          tolerations: [{ key: "CriticalAddonsOnly", operator: "Exists" }],
        }),
      });
    },
  ],
  [
    "nodes whose role has rights in words of its own",
    (c, of) => {
      const nodeRoleArn = role(c, "node", "ec2.amazonaws.com");
      c.make("aws:iam/rolePolicy:RolePolicy", {
        role: "node",
        name: "own",
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Action: ["ec2:Describe*", "ec2:AssignPrivateIpAddresses", "ecr:BatchGetImage"],
              Resource: "*",
            },
          ],
        }),
      });
      group(c, of, { nodeRoleArn });
    },
  ],
  [
    "an add-on again, once its nodes are there",
    (c, of) => {
      cluster(c, of);
      expect(() => addon(c, "coredns")).to.throw(/DEGRADED/);
      group(c, of);
      const inputs = { clusterName: "main", addonName: "coredns" };
      c.resources.update(targetOf(t.addon, "dns"), "main:coredns", inputs, inputs);
    },
  ],
]);
