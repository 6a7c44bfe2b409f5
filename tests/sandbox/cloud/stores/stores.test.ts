import { expect } from "chai";
import type { Properties } from "../../../../sandbox/cloud/model.ts";
import { docdbTypes } from "../../../../sandbox/cloud/services/docdb.ts";
import { imageType } from "../../../../sandbox/cloud/services/ecr.ts";
import type { TestCloud } from "../cloud.ts";
import { accepts, existing, type Ground, refuses } from "./table.ts";

const repository = "aws:ecr/repository:Repository";
const cacheRule = "aws:ecr/pullThroughCacheRule:PullThroughCacheRule";
const fileSystem = "aws:efs/fileSystem:FileSystem";
const mountTarget = "aws:efs/mountTarget:MountTarget";

function docdb(cloud: TestCloud, of: Ground, more: Properties = {}): string {
  cloud.make(docdbTypes.subnetGroup, { name: "docs", subnetIds: [of.a, of.b] });
  return cloud.id(docdbTypes.cluster, {
    clusterIdentifier: "docs",
    dbSubnetGroupName: "docs",
    vpcSecurityGroupIds: [of.sg],
    masterUsername: "owner",
    masterPassword: "correct-horse",
    skipFinalSnapshot: true,
    ...more,
  });
}
const document = (cloud: TestCloud, instanceClass = "db.t4g.medium"): string =>
  cloud.id(docdbTypes.instance, { identifier: "docs-1", clusterIdentifier: "docs", instanceClass });

refuses("DocumentDB", [
  [
    "a subnet group in one zone",
    /DBSubnetGroupDoesNotCoverEnoughAZs/,
    (c, of) => c.make(docdbTypes.subnetGroup, { name: "docs", subnetIds: [of.a] }),
  ],
  [
    "a version that there is not",
    /must be one of|Cannot find version/,
    (c, of) => docdb(c, of, { engineVersion: "7.0.0" }),
  ],
  [
    "a user that the engine keeps",
    /InvalidParameterValue: MasterUsername admin/,
    (c, of) => docdb(c, of, { masterUsername: "admin" }),
  ],
  [
    "a short password",
    /InvalidParameterValue: .*shorter than 8/,
    (c, of) => docdb(c, of, { masterPassword: "short" }),
  ],
  [
    "a parameter group of another family",
    /InvalidParameterCombination: .*default\.docdb4\.0/,
    (c, of) =>
      docdb(c, of, { engineVersion: "5.0.0", dbClusterParameterGroupName: "default.docdb4.0" }),
  ],
  [
    "a class that there is not",
    /InvalidParameterValue: Invalid DB Instance class/,
    (c, of) => [docdb(c, of), document(c, "db.m5.huge")],
  ],
  [
    "the deletion with instances",
    /InvalidDBClusterStateFault/,
    (c, of) => [docdb(c, of), document(c), c.delete(docdbTypes.cluster, "docs")],
  ],
  [
    "the deletion of a protected cluster",
    /InvalidParameterCombination: Cannot delete protected Cluster/,
    (c, of) => [docdb(c, of, { deletionProtection: true }), c.delete(docdbTypes.cluster, "docs")],
  ],
  [
    "a deletion without a final snapshot's name",
    /FinalDBSnapshotIdentifier is required/,
    (c, of) => [docdb(c, of, { skipFinalSnapshot: false }), c.delete(docdbTypes.cluster, "docs")],
  ],
]);

function filled(cloud: TestCloud, forceDelete: boolean): string {
  const name = cloud.id(repository, { name: "zipbob/api", forceDelete });
  existing(cloud, imageType, "sha256:1", { repository: name, digest: "sha256:1" });
  return name;
}

refuses("ECR", [
  [
    "a name with capitals",
    /Invalid parameter at 'repositoryName'/,
    (c) => c.make(repository, { name: "ZipBob" }),
  ],
  [
    "the same name twice",
    /RepositoryAlreadyExistsException/,
    (c) => [1, 2].map(() => c.make(repository, { name: "zipbob/api" })),
  ],
  [
    "the deletion of a repository with images",
    /RepositoryNotEmptyException/,
    (c) => c.delete(repository, filled(c, false)),
  ],
  [
    "a policy of no repository",
    /RepositoryNotFoundException/,
    (c) => c.make("aws:ecr/lifecyclePolicy:LifecyclePolicy", { repository: "none", policy: "{}" }),
  ],
  [
    "a registry that cannot be cached",
    /UnsupportedUpstreamRegistryException/,
    (c) =>
      c.make(cacheRule, {
        ecrRepositoryPrefix: "own",
        upstreamRegistryUrl: "registry.example.com",
      }),
  ],
  [
    "Docker Hub without a secret",
    /InvalidParameterException: .*secret is required/,
    (c) =>
      c.make(cacheRule, {
        ecrRepositoryPrefix: "hub",
        upstreamRegistryUrl: "registry-1.docker.io",
      }),
  ],
]);

refuses("EFS", [
  [
    "two mount targets in a zone",
    /MountTargetConflict: mount target already exists in this AZ/,
    (c, of) => {
      const fileSystemId = c.id(fileSystem, { encrypted: true });
      for (const subnetId of [of.a, of.a2])
        c.make(mountTarget, { fileSystemId, subnetId, securityGroups: [of.sg] });
    },
  ],
  [
    "the deletion with mount targets",
    /FileSystemInUse/,
    (c, of) => {
      const fileSystemId = c.id(fileSystem, {});
      c.make(mountTarget, { fileSystemId, subnetId: of.a });
      c.delete(fileSystem, fileSystemId);
    },
  ],
]);

accepts("stores", [
  [
    "a DocumentDB cluster with an instance",
    (c, of) => {
      docdb(c, of);
      document(c);
      const [made] = c.resources.store.list("ap-northeast-2", docdbTypes.instance);
      expect(made?.properties).to.include({ port: 27017, writer: true });
      expect(made?.properties["endpoint"]).to.match(
        /^docs-1\.\w+\.ap-northeast-2\.docdb\.amazonaws\.com$/,
      );
    },
  ],
  [
    "the deletion of images with their repository",
    (c) => {
      const name = filled(c, true);
      c.delete(repository, name);
      expect(c.types()).not.to.include(imageType);
    },
  ],
]);
