import type { Engine, Probe, ServerSpec } from "../engine.ts";
import { serviceRules } from "../acl.ts";
import { aclSecret } from "../../check/store-names.ts";
import { mebibytes } from "../quantity.ts";

type ValkeySpec = Extract<ServerSpec, { readonly engine: "valkey" }>;

const configuration = "/etc/valkey";
const accessControl = "/etc/valkey/acl";

/** As a user that has no password and may do nothing but ping. */
const answer = '"$(valkey-cli --no-auth-warning --user probe --pass none ping)"';

/** Ready: PONG. While it loads its file the server answers LOADING. */
function ready(periodSeconds: number): Probe {
  return { command: ["sh", "-c", `test ${answer} = PONG`], periodSeconds, timeoutSeconds: 5 };
}

/** Alive: any answer. */
const alive: Probe = {
  command: ["sh", "-c", `test -n ${answer}`],
  periodSeconds: 10,
  timeoutSeconds: 5,
};

/**
 * Valkey, one server. A cache is a Deployment with nothing to recover: the next pod starts beside the old one, or on
 * another node seconds after its own was lost. A persistent one keeps an append-only file, and loses a second at most.
 */
export function valkey({ memory, persistence }: ValkeySpec): Engine {
  const cache = persistence.kind === "cache";
  return {
    image: "valkey/valkey:8.1.1",
    port: 6379,
    startupSeconds: cache ? 3 : 10,
    terminationGracePeriodSeconds: cache ? 10 : 60,
    members: () => 1,
    storage: cache ? undefined : persistence.storage,
    ephemeralStorage: "256Mi",
    server: ({ name }) => ({
      args: ["valkey-server", `${configuration}/valkey.conf`],
      files: {
        directory: configuration,
        content: {
          "valkey.conf": [
            `maxmemory ${mebibytes(memory)}mb`,
            // a full cache forgets the oldest; a full store refuses to write, and forgets nothing
            `maxmemory-policy ${cache ? "allkeys-lru" : "noeviction"}`,
            `appendonly ${cache ? "no" : "yes"}`,
            "appendfsync everysec",
            // no snapshots: a cache needs none, and the append-only file has all
            'save ""',
            "dir /data",
            `aclfile ${accessControl}/users.acl`,
            // it listens to its pod's address only if it is told that it is protected otherwise: nobody is let in unnamed
            "protected-mode no",
            "",
          ].join("\n"),
        },
      },
      resources: {
        cpu: "100m",
        // fragmentation and clients' buffers; a rewrite of the append-only file copies what is written meanwhile
        memory: `${mebibytes(memory, cache ? 1.5 : 2) + 32}Mi`,
      },
      ...(cache ? {} : { data: { path: "/data" } }),
      writable: { "/tmp": "disk", ...(cache ? { "/data": "disk" } : {}) },
      secretFiles: [{ secret: aclSecret(name), directory: accessControl }],
      startup: ready(cache ? 1 : 5),
      readiness: ready(5),
      liveness: alive,
    }),
    provisioning: {
      script: "provision-valkey.sh",
      interpreter: ["bash"],
      env: () => [{ name: "RULES", value: serviceRules }],
    },
  };
}
