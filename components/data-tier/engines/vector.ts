import { type Engine, fromSecret } from "../engine.ts";
import { mebibytes } from "../in-cluster/quantity.ts";
import { sized } from "../in-cluster/sizes.ts";
import { rootSecret } from "../../check/store-names.ts";
import type { Quantity } from "../../platform.ts";

const resources = sized({
  small: { cpu: "250m", memory: "512Mi" },
  large: { cpu: "1", memory: "4Gi" },
});

/** Names a user, because libpq has no default for a process whose user is not in the image's /etc/passwd. */
const isReady = [
  "pg_isready",
  "--quiet",
  "--timeout=3",
  "--username=postgres",
  "--dbname=postgres",
];

/**
 * A vector store: PostgreSQL with pgvector. Among vector stores it offers users and rights per service,
 * transactions that include the vectors, and a LangChain integration (`langchain-postgres`).
 * RDS and Aurora offer it as a managed store.
 */
export function vector(spec: { readonly storage: Quantity }): Engine {
  return {
    // of Debian 12, as its predecessors: another C library would sort text in another order, and indexes with it
    image: "pgvector/pgvector:0.8.7-pg17-bookworm",
    port: 5432,
    provisioning: {
      script: "provision-postgresql.sh",
      interpreter: ["bash"],
      env: () => [{ name: "EXTENSION", value: "vector" }],
    },
    managed: {
      port: 5432,
      authorities: "rds",
      hasReader: true,
      options: ["instanceClass", "restoreFrom"],
      instanceClass: (size) => ({ small: "db.t4g.medium", large: "db.m7g.large" })[size],
      job: { env: () => [{ name: "EXTENSION", value: "vector" }] },
      load: async () => (await import("../managed/rds.ts")).postgresql,
    },
    inCluster: {
      startupSeconds: 15,
      // the image's stop signal, SIGINT, is a fast shutdown: it waits for a checkpoint, not for clients
      terminationGracePeriodSeconds: 120,
      members: () => 1,
      storage: spec.storage,
      ephemeralStorage: "1Gi",
      server: ({ name, platform }) => {
        const { memory } = resources(platform.size);
        return {
          args: [
            "-c",
            // a quarter of the memory, as PostgreSQL recommends for a dedicated server
            `shared_buffers=${mebibytes(memory, 0.25)}MB`,
            "-c",
            // a parallel build of an HNSW index uses this much of /dev/shm
            `maintenance_work_mem=${mebibytes(memory, 0.125)}MB`,
            "-c",
            "password_encryption=scram-sha-256",
          ],
          env: [
            fromSecret("POSTGRES_PASSWORD", rootSecret(name), "password"),
            // below the claim's root, whose lost+found would make initdb fail
            { name: "PGDATA", value: "/var/lib/postgresql/data/pgdata" },
            // otherwise the image trusts all local connections
            { name: "POSTGRES_INITDB_ARGS", value: "--auth=scram-sha-256" },
          ],
          resources: resources(platform.size),
          data: { path: "/var/lib/postgresql/data" },
          writable: {
            "/run/postgresql": "disk",
            "/tmp": "disk",
            // the default is 64 MiB
            "/dev/shm": { memory: `${mebibytes(memory, 0.25)}Mi` },
          },
          // TCP, because the entry point's temporary server listens on its socket only
          startup: {
            command: [...isReady, "--host=127.0.0.1"],
            periodSeconds: 5,
            timeoutSeconds: 5,
          },
          readiness: {
            command: [...isReady, "--host=127.0.0.1"],
            periodSeconds: 10,
            timeoutSeconds: 5,
          },
          liveness: {
            command: [...isReady, "--host=/run/postgresql"],
            periodSeconds: 10,
            timeoutSeconds: 5,
          },
        };
      },
    },
  };
}

/**
 * PostgreSQL without the extension. The image is the same, the official one with pgvector added, so that a store can become
 * `vector` where its data are.
 */
export function postgresql(spec: { readonly storage: Quantity }): Engine {
  const { provisioning, managed, ...engine } = vector(spec);
  const { script, interpreter } = provisioning;
  return { ...engine, managed: { ...managed, job: {} }, provisioning: { script, interpreter } };
}
