import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { createNodePools } from "../../../../components/cluster/karpenter/node-pools.ts";
import { VolumeReleaseBarrier } from "../../../../components/cluster/volume-release-barrier/index.ts";
import { dev } from "../../../../stacks/dev.ts";

/** Objects of controllers, created for a controller: claims, nodes, and a stand-in for Karpenter. */
const { kubeconfig, identifier } = new pulumi.Config("hanok").requireObject<{
  kubeconfig: string;
  identifier: string;
}>("cluster");
const path = resolve(kubeconfig);
const provider = new k8s.Provider("cluster", { kubeconfig: path, clusterIdentifier: identifier });
const named = (name: string, namespace: string) => ({ metadata: { name, namespace } });

const controller = new k8s.core.v1.ConfigMap("controller", named("controller", "default"), {
  provider,
});
const pools = createNodePools(
  "house",
  {
    pools: { spot: dev.nodePools.spot },
    zones: ["ap-northeast-2a"],
    clusterName: "house",
    keyArn: "arn:aws:kms:ap-northeast-2:123456789012:key/house",
    tags: {},
    nodeImage: "1.66.0",
  },
  { provider, dependsOn: [controller] },
);
const released = new VolumeReleaseBarrier(
  "released",
  { kubeconfig: readFileSync(path, "utf8"), driver: "ebs.csi.aws.com" },
  { dependsOn: [...pools] },
);
const home = new k8s.core.v1.Namespace(
  "house",
  { metadata: { name: "house" } },
  { provider, dependsOn: [released] },
);
const labels = { app: "store" };
new k8s.apps.v1.StatefulSet(
  "store",
  {
    ...named("store", "house"),
    spec: {
      serviceName: "store",
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          terminationGracePeriodSeconds: 1,
          containers: [
            {
              name: "store",
              image: "registry.test/store:1.0.0",
              volumeMounts: [{ name: "data", mountPath: "/data" }],
            },
          ],
        },
      },
      volumeClaimTemplates: [
        {
          metadata: { name: "data" },
          spec: {
            accessModes: ["ReadWriteOnce"],
            resources: { requests: { storage: "20Gi" } },
          },
        },
      ],
    },
  },
  { provider, deletedWith: home, dependsOn: [home] },
);
