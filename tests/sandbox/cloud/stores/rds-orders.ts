import type { Properties } from "../../../../sandbox/cloud/model.ts";
import { rdsTypes as t } from "../../../../sandbox/cloud/services/rds/types.ts";
import type { TestCloud } from "../cloud.ts";
import type { Ground } from "./table.ts";

export const password = "correct-horse-battery";

export function db(cloud: TestCloud, { a, b, sg }: Ground, more: Properties = {}): Properties {
  if (!cloud.types().includes(t.subnetGroup))
    cloud.make(t.subnetGroup, { name: "data", subnetIds: [a, b] });
  return {
    identifier: "main",
    engine: "postgres",
    engineVersion: "16",
    instanceClass: "db.t4g.medium",
    allocatedStorage: 20,
    storageType: "gp3",
    dbSubnetGroupName: "data",
    vpcSecurityGroupIds: [sg],
    username: "owner",
    password,
    skipFinalSnapshot: true,
    ...more,
  };
}

export const refusedDb = (name: string, error: RegExp, more: Properties) =>
  [
    name,
    error,
    (cloud: TestCloud, of: Ground) => cloud.make(t.instance, db(cloud, of, more)),
  ] as const;

export function aurora(cloud: TestCloud, of: Ground, more: Properties = {}): string {
  cloud.make(t.subnetGroup, { name: "data", subnetIds: [of.a, of.b] });
  return cloud.id(t.cluster, {
    clusterIdentifier: "core",
    engine: "aurora-postgresql",
    dbSubnetGroupName: "data",
    vpcSecurityGroupIds: [of.sg],
    masterUsername: "owner",
    masterPassword: password,
    skipFinalSnapshot: true,
    ...more,
  });
}

export const member = (cloud: TestCloud, more: Properties = {}): string =>
  cloud.id(t.clusterInstance, {
    identifier: "core-1",
    clusterIdentifier: "core",
    engine: "aurora-postgresql",
    instanceClass: "db.r6g.large",
    ...more,
  });
