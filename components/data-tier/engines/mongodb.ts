import { type Engine, fromSecret, type Probe } from "../engine.ts";
import { mebibytes } from "../in-cluster/quantity.ts";
import { script } from "../provisioning/scripts.ts";
import { sized } from "../in-cluster/sizes.ts";
import { keyfileSecret, membersService, rootSecret } from "../../check/store-names.ts";
import type { Quantity } from "../../platform.ts";

/** Name of the replica set. */
export const replicaSet = "rs0";

const resources = sized({
  small: { cpu: "250m", memory: "1Gi" },
  large: { cpu: "1", memory: "4Gi" },
});

/** Address of each member, used by the other members and by clients. */
export function memberHosts(store: string, namespace: string, members: number): string[] {
  return Array.from(
    { length: members },
    (_, member) => `${store}-${member}.${membersService(store)}.${namespace}.svc:27017`,
  );
}

/** Liveness check. A member that recovers or synchronizes passes it, so it is not killed. */
const ping = "quit(db.adminCommand({ ping: 1 }).ok ? 0 : 1)";

/** Readiness check: passes for a primary, a secondary, or a server that is not a member yet. */
const serves =
  "const { setName, isWritablePrimary, secondary } = db.hello(); " +
  "quit(!setName || isWritablePrimary || secondary ? 0 : 1)";

/**
 * Connects to the pod's address, because the entry point's temporary server listens on 127.0.0.1.
 * The checks need no user. They are rare, because mongosh takes a second of CPU to start.
 */
function ask(question: string, periodSeconds: number): Probe {
  return {
    command: ["sh", "-c", `exec mongosh --norc --quiet --host "$HOSTNAME" --eval '${question}'`],
    periodSeconds,
    timeoutSeconds: 10,
  };
}

/** MongoDB as a replica set of one member, or of three across zones. URLs and roles are the same in both cases. */
export function mongodb(spec: { readonly storage: Quantity }): Engine {
  return {
    image: "mongo:8.0.32",
    port: 27017,
    replicaSet,
    memberKeyLength: 128,
    provisioning: {
      script: "provision-mongodb.js",
      interpreter: ["mongosh", "--nodb", "--norc", "--quiet"],
      env: ({ name, members, platform }) => [
        { name: "REPLICA_SET", value: replicaSet },
        { name: "MEMBERS", value: memberHosts(name, platform.namespace, members).join(" ") },
        { name: "HOME", value: "/tmp" },
      ],
    },
    managed: {
      port: 27017,
      authorities: "rds",
      hasReader: true,
      options: ["capacity", "instanceClass", "restoreFrom"],
      instanceClass: (size) => ({ small: "db.t4g.medium", large: "db.r6g.large" })[size],
      job: {
        env: () => [
          { name: "REPLICA_SET", value: replicaSet },
          { name: "MEMBERS", value: "$(STORE_HOST):$(STORE_PORT)" },
          { name: "HOME", value: "/tmp" },
        ],
      },
      load: async () => (await import("../managed/docdb.ts")).mongodb,
    },
    inCluster: {
      startupSeconds: 30,
      terminationGracePeriodSeconds: 120,
      members: (redundancy) => (redundancy === "zonal" ? 3 : 1),
      clustered: true,
      storage: spec.storage,
      ephemeralStorage: "1Gi",
      server: ({ name, platform }) => ({
        command: ["bash", "/scripts/start-mongodb.sh"],
        args: [
          `--replSet=${replicaSet}`,
          "--bind_ip_all",
          // close to WiredTiger's default for a machine of this size; its minimum is 256 MiB
          `--wiredTigerCacheSizeGB=${Math.max(0.25, mebibytes(resources(platform.size).memory, 0.4) / 1024).toFixed(2)}`,
        ],
        env: [
          // used at the first start of the first member only
          { name: "MONGO_INITDB_ROOT_USERNAME", value: "root" },
          fromSecret("MONGO_INITDB_ROOT_PASSWORD", rootSecret(name), "password"),
          // mongosh writes its settings there
          { name: "HOME", value: "/tmp" },
        ],
        resources: resources(platform.size),
        data: { path: "/data/db" },
        writable: {
          "/tmp": "disk",
          "/data/configdb": "disk",
          // holds the key file, in memory
          "/run/mongodb": { memory: "1Mi" },
        },
        files: {
          directory: "/scripts",
          content: { "start-mongodb.sh": script("start-mongodb.sh") },
        },
        secretFiles: [{ secret: keyfileSecret(name), directory: "/etc/mongodb/keyfile" }],
        startup: ask(ping, 10),
        readiness: ask(serves, 15),
        liveness: ask(ping, 30),
      }),
      secrets: (store) => [
        {
          name: keyfileSecret(store),
          kept: true,
          values: { keyfile: ({ memberKey }) => memberKey },
        },
      ],
    },
  };
}
