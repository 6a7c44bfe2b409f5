import { rdsTypes as t } from "../../../../sandbox/cloud/services/rds/types.ts";
import { aurora, db, member, refusedDb } from "./rds-orders.ts";
import { refuses } from "./table.ts";

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
  refusedDb(
    "storage that is too small",
    /InvalidParameterValue: Invalid storage size for engine name postgres and storage type gp3: 10/,
    { allocatedStorage: 10 },
  ),
  refusedDb(
    "IOPS of a small gp3",
    /InvalidParameterCombination: You can't specify IOPS or storage throughput .* less than 400/,
    { iops: 12000 },
  ),
  refusedDb("io2 without IOPS", /InvalidParameterCombination: .*iops when using storage type io2/, {
    storageType: "io2",
    allocatedStorage: 100,
  }),
  refusedDb("room to grow that is none", /InvalidParameterCombination: Invalid max storage size/, {
    maxAllocatedStorage: 21,
  }),
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
    "logs of another engine",
    /InvalidParameterCombination: You cannot use the log types 'slowquery'/,
    { enabledCloudwatchLogsExports: ["slowquery"] },
  ),
  refusedDb(
    "monitoring without a role",
    /InvalidParameterCombination: A MonitoringRoleARN value is required/,
    { monitoringInterval: 60 },
  ),
  refusedDb(
    "windows that meet",
    /InvalidParameterValue: The backup window and maintenance window must not overlap/,
    { backupWindow: "23:30-00:30", maintenanceWindow: "mon:00:00-mon:01:00" },
  ),
  refusedDb(
    "a zone of a Multi-AZ instance",
    /InvalidParameterCombination: Requesting a specific availability zone/,
    { multiAz: true, availabilityZone: "ap-northeast-2a" },
  ),
  refusedDb("a replica of nothing", /DBInstanceNotFound: DBInstance none not found/, {
    replicateSourceDb: "none",
    username: undefined,
  }),
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
    "a replica of what has no backups",
    /InvalidDBInstanceState: Automated backups are not enabled/,
    (c, of) => {
      c.make(t.instance, db(c, of));
      c.make(t.instance, {
        identifier: "two",
        instanceClass: "db.t4g.medium",
        replicateSourceDb: "main",
        vpcSecurityGroupIds: [of.sg],
      });
    },
  ],
  [
    "a replica of what has a managed password",
    /InvalidParameterValue: Creating read replicas for source instance with engine postgres where ManageMasterUserPassword is enabled is not supported/,
    (c, of) => {
      c.make(
        t.instance,
        db(c, of, {
          password: undefined,
          manageMasterUserPassword: true,
          backupRetentionPeriod: 7,
        }),
      );
      c.make(t.instance, {
        identifier: "two",
        instanceClass: "db.t4g.medium",
        replicateSourceDb: "main",
      });
    },
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
      c.make(t.snapshot, { dbInstanceIdentifier: "main", dbSnapshotIdentifier: "last" });
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
    "a cluster of a plain engine",
    /InvalidParameterCombination: The parameters DBClusterInstanceClass/,
    (c, of) => aurora(c, of, { engine: "postgres" }),
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
    "a serverless instance of a cluster that does not scale",
    /InvalidDBClusterStateFault: Set the Serverless v2 scaling configuration/,
    (c, of) => [aurora(c, of), member(c, { instanceClass: "db.serverless" })],
  ],
  [
    "odd capacities",
    /capacities are halves/,
    (c, of) =>
      aurora(c, of, { serverlessv2ScalingConfiguration: { minCapacity: 0.7, maxCapacity: 2 } }),
  ],
  [
    "a seventeenth instance",
    /InvalidDBClusterStateFault: .*already has 16/,
    (c, of) => {
      aurora(c, of);
      for (let at = 0; at < 17; at += 1) member(c, { identifier: `core-${at}` });
    },
  ],
  [
    "a proxy of another family than its target's",
    /InvalidParameterCombination: The engine postgres of the target/,
    (c, of) => {
      c.make(t.instance, db(c, of));
      c.make(t.proxy, {
        name: "pool",
        engineFamily: "MYSQL",
        roleArn: of.role,
        vpcSubnetIds: [of.a, of.b],
        defaultAuthScheme: "IAM_AUTH",
      });
      c.make(t.proxyTarget, {
        dbProxyName: "pool",
        targetGroupName: "default",
        dbInstanceIdentifier: "main",
      });
    },
  ],
  [
    "a proxy in one zone",
    /InvalidSubnet/,
    (c, of) =>
      c.make(t.proxy, {
        name: "pool",
        engineFamily: "MYSQL",
        roleArn: of.role,
        vpcSubnetIds: [of.a, of.a2],
        defaultAuthScheme: "IAM_AUTH",
      }),
  ],
]);
