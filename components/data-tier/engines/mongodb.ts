import { type Engine, fromSecret, type Probe } from "../engine.ts";
import { mebibytes } from "../quantity.ts";
import { script } from "../scripts.ts";
import { sized } from "../sizes.ts";
import { keyfileSecret, membersService, rootSecret } from "../../check/store-names.ts";
import type { Quantity } from "../../platform.ts";

/** Name of the replica set. */
export const replicaSet = "rs0";

const resources = sized({
  small: { cpu: "250m", memory: "1Gi" },
  large: { cpu: "1", memory: "4Gi" },
});

/** Address of each member, by which the others and the clients know it. */
export function memberHosts(store: string, namespace: string, members: number): string[] {
  return Array.from(
    { length: members },
    (_, member) => `${store}-${member}.${membersService(store)}.${namespace}.svc:27017`,
  );
}

/** Alive. A member that recovers or copies answers it, so that nothing kills it. */
const ping = "quit(db.adminCommand({ ping: 1 }).ok ? 0 : 1)";

/** Ready: it serves as primary or secondary, or waits to be made a member. */
const serves =
  "const { setName, isWritablePrimary, secondary } = db.hello(); " +
  "quit(!setName || isWritablePrimary || secondary ? 0 : 1)";

/**
 * By the pod's own address: the entry point's temporary server listens on 127.0.0.1. No question needs a user.
 * mongosh takes a second of CPU to start, which is why the questions are rare.
 */
function ask(question: string, periodSeconds: number): Probe {
  return {
    command: ["sh", "-c", `exec mongosh --norc --quiet --host "$HOSTNAME" --eval '${question}'`],
    periodSeconds,
    timeoutSeconds: 10,
  };
}

/** MongoDB as a replica set, of three members over the zones or of one: the same URL and the same rights either way. */
export function mongodb(spec: { readonly storage: Quantity }): Engine {
  return {
    image: "mongo:8.0.9",
    port: 27017,
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
        // what WiredTiger would take of a machine of this size; it never goes below 256 MiB
        `--wiredTigerCacheSizeGB=${Math.max(0.25, mebibytes(resources(platform.size).memory, 0.4) / 1024).toFixed(2)}`,
      ],
      env: [
        // of the first start of the first member only
        { name: "MONGO_INITDB_ROOT_USERNAME", value: "root" },
        fromSecret("MONGO_INITDB_ROOT_PASSWORD", rootSecret(name), "password"),
        // mongosh keeps its settings there
        { name: "HOME", value: "/tmp" },
      ],
      resources: resources(platform.size),
      data: { path: "/data/db" },
      writable: {
        "/tmp": "disk",
        "/data/configdb": "disk",
        // the key file, in memory
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
    provisioning: {
      script: "provision-mongodb.js",
      interpreter: ["mongosh", "--nodb", "--norc", "--quiet"],
      env: ({ name, members, platform }) => [
        { name: "REPLICA_SET", value: replicaSet },
        { name: "MEMBERS", value: memberHosts(name, platform.namespace, members).join(" ") },
        { name: "HOME", value: "/tmp" },
      ],
    },
  };
}
