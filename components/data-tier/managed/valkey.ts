import { ParameterGroup } from "@pulumi/aws/elasticache/parameterGroup.js";
import { ReplicationGroup } from "@pulumi/aws/elasticache/replicationGroup.js";
import { ServerlessCache } from "@pulumi/aws/elasticache/serverlessCache.js";
import { User } from "@pulumi/aws/elasticache/user.js";
import { UserGroup } from "@pulumi/aws/elasticache/userGroup.js";
import { UserGroupAssociation } from "@pulumi/aws/elasticache/userGroupAssociation.js";
import type * as pulumi from "@pulumi/pulumi";
import { shortName } from "../../check/names.ts";
import { serviceRules } from "../in-cluster/acl.ts";
import { mebibytes } from "../in-cluster/quantity.ts";
import type { ManagedArgs, ManagedServer } from "../managed-engine.ts";
import { storeResource } from "./windows.ts";

/** Longest identifier of a replication group, a user and a group of users. */
const longest = 40;

type Valkey = Extract<ManagedArgs["spec"], { readonly engine: "valkey" }>;

/** ElastiCache for Valkey: a primary, and a replica in another zone. The users are resources, so no Job creates them. */
export function valkey(
  name: string,
  args: ManagedArgs,
  options: pulumi.CustomResourceOptions,
): ManagedServer {
  const { spec } = args;
  if (spec.engine !== "valkey") throw new TypeError(`${spec.engine} is not Valkey`);
  const { group, members } = createUsers(name, args, options);
  return args.options.capacity === "serverless"
    ? createServerless(name, args, spec, { group, members }, options)
    : createNodes(name, args, spec, { group, members }, options);
}

interface Users {
  readonly group: UserGroup;
  readonly members: readonly UserGroupAssociation[];
}

/**
 * Users with the rights of the cluster's form. A user joins its group by a resource of its own: a rotation removes the old
 * user at the end of the update, when no pod has the old password.
 */
function createUsers(
  name: string,
  { identifier, users }: ManagedArgs,
  options: pulumi.CustomResourceOptions,
): Users {
  // a group cannot be empty; this user cannot log in
  const id = userIdOf(`${identifier}-nobody`);
  const nobody = createUser(`${name}-nobody`, { id, login: id, rules: "off ~* -@all" }, options);
  const group = new UserGroup(
    name,
    {
      engine: "valkey",
      userGroupId: shortName(identifier, longest),
      userIds: [nobody.userId],
      tags: { Name: identifier },
    },
    { ...options, ignoreChanges: ["userIds"], deleteBeforeReplace: true },
  );
  const members = users.map(({ login, password }) => {
    const user = createUser(
      `${name}-${login}`,
      { id: `${identifier}-${login}`, login, rules: `on ${serviceRules}`, password },
      options,
    );
    return new UserGroupAssociation(
      `${name}-${login}`,
      { userGroupId: group.userGroupId, userId: user.userId },
      options,
    );
  });
  return { group, members };
}

interface UserArgs {
  readonly id: string;
  readonly login: string;
  readonly rules: string;
  /** @default by IAM, which asks for a login that is equal to the identifier; a group for Valkey takes no user without either */
  readonly password?: pulumi.Output<string>;
}

/** An identifier has letters, digits and hyphens. */
const userIdOf = (id: string): string => shortName(id.replaceAll("_", "-"), longest);

function createUser(
  name: string,
  { id, login, rules, password }: UserArgs,
  options: pulumi.CustomResourceOptions,
): User {
  return new User(
    name,
    {
      engine: "valkey",
      userId: userIdOf(id),
      userName: login,
      accessString: rules,
      authenticationMode:
        password === undefined ? { type: "iam" } : { type: "password", passwords: [password] },
      tags: { Name: id },
    },
    { ...options, deleteBeforeReplace: true },
  );
}

function createNodes(
  name: string,
  args: ManagedArgs,
  { persistence }: Valkey,
  { group, members }: Users,
  options: pulumi.CustomResourceOptions,
): ManagedServer {
  const { identifier, redundancy, data, keyArn, instanceClass, tags } = args;
  const isCache = persistence.kind === "cache";
  const parameters = new ParameterGroup(
    name,
    {
      name: identifier,
      family: "valkey8",
      description: `Parameters of ${identifier}`,
      parameters: [
        // a full cache evicts the least recently used keys; a full store refuses writes
        { name: "maxmemory-policy", value: isCache ? "allkeys-lru" : "noeviction" },
      ],
      tags: { Name: identifier },
    },
    { ...options, deleteBeforeReplace: true },
  );
  const store = new ReplicationGroup(
    name,
    {
      replicationGroupId: shortName(identifier, longest),
      description: `Store ${identifier}`,
      engine: "valkey",
      engineVersion: "8.1",
      nodeType: instanceClass,
      numCacheClusters: redundancy === "zonal" ? 2 : 1,
      automaticFailoverEnabled: redundancy === "zonal",
      multiAzEnabled: redundancy === "zonal",
      parameterGroupName: parameters.name,
      subnetGroupName: args.subnetGroup("elasticache"),
      securityGroupIds: [args.securityGroupId],
      userGroupIds: [group.userGroupId],
      atRestEncryptionEnabled: true,
      kmsKeyId: keyArn,
      transitEncryptionEnabled: true,
      transitEncryptionMode: "required",
      snapshotRetentionLimit: data === "keep" ? 7 : 1,
      snapshotWindow: "17:00-18:00",
      maintenanceWindow: "sun:18:00-sun:19:00",
      ...(data === "keep" && !isCache && { finalSnapshotIdentifier: `${identifier}-final` }),
      ...snapshotOf(args),
      autoMinorVersionUpgrade: true,
      applyImmediately: true,
      tags: { Name: identifier, ...tags },
    },
    { ...options, dependsOn: [...members], ...storeResource(data, "snapshotName") },
  );
  return {
    host: store.primaryEndpointAddress,
    reader: store.readerEndpointAddress,
    ready: [store],
  };
}

function createServerless(
  name: string,
  args: ManagedArgs,
  { memory }: Valkey,
  { group, members }: Users,
  options: pulumi.CustomResourceOptions,
): ManagedServer {
  const { identifier, data, keyArn, tags, options: own } = args;
  const { restoreFrom } = own;
  const store = new ServerlessCache(
    name,
    {
      name: shortName(identifier, longest),
      description: `Store ${identifier}`,
      engine: "valkey",
      majorEngineVersion: "8",
      // limits, so that a fault of a service is not paid by the gigabyte
      cacheUsageLimits: {
        dataStorage: { maximum: Math.max(1, Math.ceil(mebibytes(memory) / 1024)), unit: "GB" },
        ecpuPerSeconds: [{ maximum: 5000 }],
      },
      kmsKeyId: keyArn,
      subnetIds: [...args.subnetIds],
      securityGroupIds: [args.securityGroupId],
      userGroupId: group.userGroupId,
      snapshotRetentionLimit: data === "keep" ? 7 : 1,
      dailySnapshotTime: "17:00",
      ...(restoreFrom &&
        "snapshot" in restoreFrom && { snapshotArnsToRestores: [restoreFrom.snapshot] }),
      tags: { Name: identifier, ...tags },
    },
    { ...options, dependsOn: [...members], ...storeResource(data, "snapshotArnsToRestores") },
  );
  return {
    host: store.endpoints.apply((found) => found[0]?.address ?? ""),
    reader: store.readerEndpoints.apply((found) => found[0]?.address ?? ""),
    ready: [store],
  };
}

function snapshotOf({ options: { restoreFrom } }: ManagedArgs) {
  return restoreFrom && "snapshot" in restoreFrom ? { snapshotName: restoreFrom.snapshot } : {};
}
