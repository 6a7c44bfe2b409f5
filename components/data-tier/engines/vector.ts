import { type Engine, fromSecret } from "../engine.ts";
import { mebibytes } from "../quantity.ts";
import { sized } from "../sizes.ts";
import { rootSecret } from "../../check/store-names.ts";
import type { Quantity } from "../../platform.ts";

const resources = sized({
  small: { cpu: "250m", memory: "512Mi" },
  large: { cpu: "1", memory: "4Gi" },
});

/** With a name, because libpq knows none of a process whose user is not in the image's /etc/passwd. */
const isReady = [
  "pg_isready",
  "--quiet",
  "--timeout=3",
  "--username=postgres",
  "--dbname=postgres",
];

/**
 * A vector store: PostgreSQL with pgvector. Of the vector stores it is the one with a user and rights per service,
 * transactions beside the vectors, a managed twin (RDS and Aurora offer the extension) and a LangChain
 * integration (`langchain-postgres`).
 */
export function vector(spec: { readonly storage: Quantity }): Engine {
  return {
    image: "pgvector/pgvector:0.8.0-pg17",
    port: 5432,
    startupSeconds: 15,
    // SIGINT of the image is a fast shutdown: it waits for a checkpoint, not for clients
    terminationGracePeriodSeconds: 120,
    members: () => 1,
    storage: spec.storage,
    ephemeralStorage: "1Gi",
    server: ({ name, platform }) => {
      const { memory } = resources(platform.size);
      return {
        args: [
          "-c",
          // a quarter, PostgreSQL's own advice for a server of its own; the page cache is the other half
          `shared_buffers=${mebibytes(memory, 0.25)}MB`,
          "-c",
          // a parallel build of an HNSW index keeps it in /dev/shm
          `maintenance_work_mem=${mebibytes(memory, 0.125)}MB`,
          "-c",
          "password_encryption=scram-sha-256",
        ],
        env: [
          fromSecret("POSTGRES_PASSWORD", rootSecret(name), "password"),
          // a folder below the claim's root, which holds a lost+found that initdb refuses
          { name: "PGDATA", value: "/var/lib/postgresql/data/pgdata" },
          // the image trusts every local connection otherwise
          { name: "POSTGRES_INITDB_ARGS", value: "--auth=scram-sha-256" },
        ],
        resources: resources(platform.size),
        data: { path: "/var/lib/postgresql/data" },
        writable: {
          "/run/postgresql": "disk",
          "/tmp": "disk",
          // a container has 64 MiB of it otherwise
          "/dev/shm": { memory: `${mebibytes(memory, 0.25)}Mi` },
        },
        // by TCP: the entry point's temporary server listens on its socket only
        startup: { command: [...isReady, "--host=127.0.0.1"], periodSeconds: 5, timeoutSeconds: 5 },
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
    provisioning: {
      script: "provision-postgresql.sh",
      interpreter: ["bash"],
      env: () => [{ name: "EXTENSION", value: "vector" }],
    },
  };
}
