import { rdsTypes as t } from "../../../../sandbox/cloud/services/rds/types.ts";
import { aurora, db, member, refusedDb } from "./rds-orders.ts";
import { refuses, existing } from "./table.ts";

refuses("RDS", [
  [
    "a subnet group in one zone",
    /creating RDS DB Subnet Group: .*DBSubnetGroupDoesNotCoverEnoughAZs: .*Current AZ coverage: ap-northeast-2a\. Add subnets to cover at least 2 AZs/,
    (c, { a, a2 }) => c.make(t.subnetGroup, { name: "data", subnetIds: [a, a2] }),
  ],
  [
    "a subnet group over two VPCs",
    /InvalidSubnet/,
    (c, { a, foreign }) => c.make(t.subnetGroup, { name: "data", subnetIds: [a, foreign] }),
  ],
  [
    "a subnet that is not there",
    /InvalidParameterValue: Some input subnets in :\[subnet-0\] are invalid/,
    (c, { a }) => c.make(t.subnetGroup, { name: "data", subnetIds: [a, "subnet-0"] }),
  ],
  [
    "a subnet group that is in use",
    /InvalidDBSubnetGroupStateFault/,
    (c, of) => {
      c.make(t.instance, db(c, of));
      c.delete(t.subnetGroup, "data");
    },
  ],
  refusedDb(
    "a version that there is not",
    /InvalidParameterCombination: Cannot find version 16\.99 for postgres/,
    { engineVersion: "16.99" },
  ),
  refusedDb(
    "a class that there is not",
    /InvalidParameterValue: Invalid DB Instance class: db\.q1\.large/,
    { instanceClass: "db.q1.large" },
  ),
  refusedDb("an engine that there is not", /InvalidParameterValue: Invalid DB engine: postgresql/, {
    engine: "postgresql",
  }),
  refusedDb("Aurora without a cluster", /InvalidParameterValue: Invalid DB engine/, {
    engine: "aurora-mysql",
    engineVersion: "8.0",
  }),
  refusedDb("a short password", /InvalidParameterValue: .*shorter than 8/, { password: "short" }),
  refusedDb("a password with an at sign", /InvalidParameterValue: .*Only printable ASCII/, {
    password: "has-an-@-sign",
  }),
  refusedDb("no password at all", /InvalidParameterCombination: .*MasterUserPassword/, {
    password: undefined,
  }),
  refusedDb("a password and a managed one", /conflicts with password/, {
    manageMasterUserPassword: true,
  }),
  refusedDb(
    "a user that the engine keeps",
    /InvalidParameterValue: MasterUsername admin cannot be used/,
    { username: "admin" },
  ),
  [
    "a security group of another VPC",
    /InvalidParameterCombination: The DB instance and EC2 security group are in different VPCs/,
    (c, of) => c.make(t.instance, db(c, of, { vpcSecurityGroupIds: [of.foreignSg] })),
  ],
  refusedDb("a parameter group that is not there", /DBParameterGroupNotFound/, {
    parameterGroupName: "none",
  }),
  refusedDb(
    "AWS's own parameter group of another version",
    /InvalidParameterCombination: The Parameter Group default\.postgres15/,
    { parameterGroupName: "default.postgres15" },
  ),
  refusedDb(
    "a zone of a Multi-AZ instance",
    /InvalidParameterCombination: Requesting a specific availability zone/,
    { multiAz: true, availabilityZone: "ap-northeast-2a" },
  ),
  [
    "the same name twice",
    /DBInstanceAlreadyExists/,
    (c, of) => [c.make(t.instance, db(c, of)), c.make(t.instance, db(c, of))],
  ],
  [
    "a parameter group of another family",
    /InvalidParameterCombination: The Parameter Group mine with DBParameterGroupFamily postgres17 .*postgres16/,
    (c, of) => {
      c.make(t.parameterGroup, { name: "mine", family: "postgres17" });
      c.make(t.instance, db(c, of, { parameterGroupName: "mine" }));
    },
  ],
  [
    "a parameter group of no family",
    /InvalidParameterValue: ParameterGroupFamily pg16/,
    (c) => c.make(t.parameterGroup, { name: "mine", family: "pg16" }),
  ],
  [
    "the deletion of a protected instance",
    /deleting RDS DB Instance .*InvalidParameterCombination: Cannot delete protected DB Instance/,
    (c, of) => c.delete(t.instance, c.id(t.instance, db(c, of, { deletionProtection: true }))),
  ],
  [
    "a deletion without a final snapshot's name",
    /InvalidParameterCombination: FinalDBSnapshotIdentifier is required/,
    (c, of) => c.delete(t.instance, c.id(t.instance, db(c, of, { skipFinalSnapshot: false }))),
  ],
  [
    "a final snapshot of a name that is taken",
    /DBSnapshotAlreadyExists/,
    (c, of) => {
      const id = c.id(
        t.instance,
        db(c, of, { skipFinalSnapshot: false, finalSnapshotIdentifier: "last" }),
      );
      existing(c, t.snapshot, "last", { dbSnapshotIdentifier: "last" });
      c.delete(t.instance, id);
    },
  ],
  [
    "the deletion of a cluster with instances",
    /InvalidDBClusterStateFault: Cluster cannot be deleted, it still contains DB instances/,
    (c, of) => {
      aurora(c, of);
      member(c);
      c.delete(t.cluster, "core");
    },
  ],
  [
    "the deletion of a protected cluster",
    /InvalidParameterCombination: Cannot delete protected Cluster/,
    (c, of) => {
      aurora(c, of, { deletionProtection: true });
      c.delete(t.cluster, "core");
    },
  ],
  [
    "an instance of another engine",
    /InvalidParameterCombination: The engine name requested/,
    (c, of) => [aurora(c, of), member(c, { engine: "aurora-mysql" })],
  ],
  [
    "an instance of another version",
    /InvalidParameterCombination: The engine version that you requested/,
    (c, of) => [aurora(c, of), member(c, { engineVersion: "13" })],
  ],
  [
    "an instance of no cluster",
    /DBClusterNotFoundFault: DBCluster core not found/,
    (c) => member(c),
  ],
  [
    "a seventeenth instance",
    /InvalidDBClusterStateFault: .*already has 16/,
    (c, of) => {
      aurora(c, of);
      for (let at = 0; at < 17; at += 1) member(c, { identifier: `core-${at}` });
    },
  ],
]);
