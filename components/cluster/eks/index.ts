import * as pulumi from "@pulumi/pulumi";
import type { ClusterOutputs, ControlPlane } from "../control-plane.ts";
import { type Api, createApi, type EksArgs, type AwsOptions } from "./api.ts";
import { EksAccount } from "./pod-identity.ts";
import { createCaches, createRepositories, imageCaches } from "./repositories.ts";
import type { NodeGroup } from "@pulumi/aws/eks/nodeGroup.js";
import { type EksAddons, installEksAddons } from "./addons.ts";
import { releaseVersion } from "./pins.ts";
import { createSystemNodes } from "./system-nodes.ts";
import * as kubernetes from "@pulumi/kubernetes";
import type { DataPolicy } from "../../platform.ts";

export type { EksArgs } from "./api.ts";

/**
 * Makes a control plane on EKS with its system nodes and EKS add-ons. Later resources depend on earlier ones, so a destroy deletes them
 * in the reverse order: DNS and drivers, nodes, network plug-in, access, control plane, log group and key.
 */
export function createControlPlane(name: string, args: EksArgs, options: AwsOptions): ControlPlane {
  const { settings, clusterName, region, account, data, repositories = {} } = args;
  const { provider: aws, ...within } = options;
  const api = createApi(name, args, account, options);
  const compute = createCompute(name, { ...args, account, api }, options);
  createRepositories(`${name}-images`, { repositories, data }, options);
  const { pullThrough: secrets } = settings;
  const caches = createCaches(`${name}-cache`, { clusterName, secrets }, options);
  const ready = [...api.access, compute.nodes, ...Object.values(compute.addons), ...caches];
  const { provider, eks, securityGroupId, keyArn, kubeconfig } = api;
  const inside = { ...within, provider, dependsOn: ready };
  return {
    provider,
    ready: [...ready, ...createStorageClasses(name, { data, keyArn }, inside)],
    account: new EksAccount({
      ...{ clusterName, region, account, keyArn },
      endpoints: args.network.endpoints.map((cidr) => ({ ipBlock: { cidr } })),
      imageCaches: imageCaches({ clusterName, region, account }, secrets),
      cluster: eks.name,
      kubeconfig,
      provider: aws,
    }),
    kubeconfig,
    securityGroupId,
    systemNodes: {
      groupName: compute.nodes.nodeGroupName,
      count: settings.systemNodes.count,
    },
    outputs: outputsOf(api, compute),
  };
}

function outputsOf({ eks, kubeconfig }: Api, { addons }: Compute): ClusterOutputs {
  const versions = Object.entries(addons).map(([name, one]) => [name, one.addonVersion]);
  return {
    name: eks.name,
    endpoint: eks.endpoint,
    version: eks.version,
    kubeconfig: pulumi.secret(kubeconfig),
    addonVersions: Object.fromEntries(versions),
  };
}

/** Nodes, and the EKS add-ons on them. */
export interface Compute {
  readonly nodes: NodeGroup;
  readonly addons: EksAddons;
}

/**
 * Creates what nodes need to become ready, then the system nodes, then what needs nodes. Deletion has the reverse
 * order, so no pod loses its network before it ends.
 */
export function createCompute(
  name: string,
  args: EksArgs & { readonly account: pulumi.Input<string>; readonly api: Api },
  options: AwsOptions,
): Compute {
  const { clusterName, region, account, network, redundancy, settings, tags, api } = args;
  const { version, addonVersions: pinned, systemNodes } = settings;
  const { keyArn } = api;
  const place = { clusterName, region, account, cluster: api.eks.name, version, keyArn };
  const context = { clusterName, redundancy, tags };
  const plugIns = installEksAddons(
    name,
    "before-nodes",
    { ...place, pinned, context, installed: {} },
    { ...options, dependsOn: [api.component] },
  );
  const nodes = createSystemNodes(
    `${name}-system`,
    {
      ...{ ...place, tags, settings: systemNodes },
      subnets: network.subnets.private,
      release: releaseVersion(settings, options),
    },
    { ...options, dependsOn: [network, ...Object.values(plugIns)] },
  );
  const addons = installEksAddons(
    name,
    "on-nodes",
    { ...place, pinned, context, installed: plugIns },
    { ...options, dependsOn: [nodes] },
  );
  return { nodes, addons };
}

const driver = "ebs.csi.aws.com";

/** Default classes of volumes and snapshots. */
export function createStorageClasses(
  name: string,
  { data, keyArn }: { readonly data: DataPolicy; readonly keyArn: pulumi.Input<string> },
  options: pulumi.CustomResourceOptions,
): readonly pulumi.Resource[] {
  // where data is kept, a deleted claim leaves its volume, which its tags identify
  const fate = data === "keep" ? "Retain" : "Delete";
  const managedBy = { "app.kubernetes.io/managed-by": "hanok" };
  return [
    new kubernetes.storage.v1.StorageClass(
      `${name}-gp3`,
      {
        metadata: {
          name: "gp3",
          labels: managedBy,
          annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
        },
        provisioner: driver,
        parameters: {
          type: "gp3",
          encrypted: "true",
          // the AWS managed key of EBS cannot be shared, so no copy of a volume could leave the account
          kmsKeyId: keyArn,
          "csi.storage.k8s.io/fstype": "ext4",
        },
        // in the zone of the pod
        volumeBindingMode: "WaitForFirstConsumer",
        allowVolumeExpansion: true,
        reclaimPolicy: fate,
      },
      // Kubernetes allows changes of a class's expansion only, and the provider would try others. Volumes stay
      // unchanged.
      {
        ...options,
        replaceOnChanges: ["reclaimPolicy", "parameters"],
        deleteBeforeReplace: true,
      },
    ),
    new kubernetes.apiextensions.CustomResource(
      `${name}-snapshots`,
      {
        apiVersion: "snapshot.storage.k8s.io/v1",
        kind: "VolumeSnapshotClass",
        metadata: {
          name: "ebs",
          labels: managedBy,
          annotations: { "snapshot.storage.kubernetes.io/is-default-class": "true" },
        },
        driver,
        deletionPolicy: fate,
      },
      options,
    ),
  ];
}
