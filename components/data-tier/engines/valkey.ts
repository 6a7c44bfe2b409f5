import type { Engine, Probe, ServerSpec } from "../engine.ts";
import { accessControlList, exporterUser, serviceRules } from "../in-cluster/acl.ts";
import { aclSecret } from "../../check/store-names.ts";
import { mebibytes } from "../in-cluster/quantity.ts";

type ValkeySpec = Extract<ServerSpec, { readonly engine: "valkey" }>;

const configuration = "/etc/valkey";
const accessControl = "/etc/valkey/acl";

/**
 * Memory of ElastiCache's nodes in MiB, from the smallest
 * (https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Engine.html). A quarter of it is reserved.
 */
const nodes: Readonly<Record<string, number>> = {
  "cache.t4g.micro": 512,
  "cache.t4g.small": 1403,
  "cache.t4g.medium": 3164,
  "cache.m7g.large": 6530,
  "cache.r7g.large": 13_380,
  "cache.r7g.xlarge": 26_950,
  "cache.r7g.2xlarge": 54_190,
};

/** The smallest node for this much data in MiB. */
function nodeFor(size: number): string {
  const found = Object.entries(nodes).find(([, memory]) => memory * 0.75 >= size);
  return found?.[0] ?? "cache.r7g.4xlarge";
}

/** Pings as a user without a password, whose only right is PING. */
const answer = '"$(valkey-cli --no-auth-warning --user probe --pass none ping)"';

/** Readiness check: expects PONG. The server answers LOADING while it loads its file. */
function ready(periodSeconds: number): Probe {
  return { command: ["sh", "-c", `test ${answer} = PONG`], periodSeconds, timeoutSeconds: 5 };
}

/** Liveness check: accepts any answer. */
const alive: Probe = {
  command: ["sh", "-c", `test -n ${answer}`],
  periodSeconds: 10,
  timeoutSeconds: 5,
};

/**
 * Valkey with one server. A cache is a Deployment without data to recover.
 * Its next pod starts beside the old one, or on another node seconds after the loss of a node.
 * A persistent store keeps an append-only file, and loses at most one second of writes.
 */
export function valkey({ memory, persistence, auth }: ValkeySpec): Engine {
  const cache = persistence.kind === "cache";
  return {
    image: "valkey/valkey:8.1.11",
    port: 6379,
    databases: "none",
    ...(auth === undefined ? {} : { passwordless: auth.because }),
    provisioning: {
      script: "provision-valkey.sh",
      interpreter: ["bash"],
      env: () => [{ name: "RULES", value: serviceRules }],
    },
    managed: {
      port: 6379,
      authorities: "public",
      hasReader: true,
      options: ["capacity", "instanceClass", "restoreFrom"],
      instanceClass: () => nodeFor(mebibytes(memory)),
      load: async () => (await import("../managed/valkey.ts")).valkey,
    },
    inCluster: {
      startupSeconds: cache ? 3 : 10,
      terminationGracePeriodSeconds: cache ? 10 : 60,
      members: () => 1,
      storage: cache ? undefined : persistence.storage,
      storageField: "persistence.storage",
      ephemeralStorage: "256Mi",
      metrics: {
        port: 9121,
        exporter: {
          image: "oliver006/redis_exporter:v1.89.0",
          env: [
            { name: "REDIS_ADDR", value: "redis://127.0.0.1:6379" },
            { name: "REDIS_USER", value: exporterUser },
            // the client does not log in as a user without a password; the server takes any for this one
            { name: "REDIS_PASSWORD", value: "none" },
            // both need rights that the user does not have
            { name: "REDIS_EXPORTER_CONFIG_COMMAND", value: "-" },
            { name: "REDIS_EXPORTER_SET_CLIENT_NAME", value: "false" },
          ],
        },
      },
      server: ({ name }) => ({
        args: ["valkey-server", `${configuration}/valkey.conf`],
        files: {
          directory: configuration,
          content: {
            "valkey.conf": [
              `maxmemory ${mebibytes(memory)}mb`,
              // a full cache evicts the least recently used keys; a full store refuses writes
              `maxmemory-policy ${cache ? "allkeys-lru" : "noeviction"}`,
              `appendonly ${cache ? "no" : "yes"}`,
              "appendfsync everysec",
              // no snapshots: a cache needs none, and the append-only file is complete
              'save ""',
              "dir /data",
              `aclfile ${accessControl}/users.acl`,
              // required to listen on the pod's address; the default user is off, so clients must authenticate
              "protected-mode no",
              // the server reads the list when it starts, so that another answer here must restart it
              ...(auth === undefined ? [] : ["# clients need no password"]),
              "",
            ].join("\n"),
          },
        },
        resources: {
          cpu: "100m",
          // room for fragmentation and client buffers; a rewrite of the append-only file copies concurrent writes
          memory: `${mebibytes(memory, cache ? 1.5 : 2) + 32}Mi`,
        },
        ...(cache ? {} : { data: { path: "/data" } }),
        writable: { "/tmp": "disk", ...(cache ? { "/data": "disk" } : {}) },
        secretFiles: [{ secret: aclSecret(name), directory: accessControl }],
        startup: ready(cache ? 1 : 5),
        readiness: ready(5),
        liveness: alive,
      }),
      secrets: (store) => [
        {
          name: aclSecret(store),
          kept: false,
          values: {
            "users.acl": ({ root, users }) => accessControlList(root, users, auth !== undefined),
          },
        },
      ],
    },
  };
}
