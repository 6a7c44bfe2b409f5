import { type Engine, fromSecret } from "../engine.ts";
import { mebibytes } from "../in-cluster/quantity.ts";
import { sized } from "../in-cluster/sizes.ts";
import { rootSecret } from "../../check/store-names.ts";
import type { Quantity } from "../../platform.ts";
import { runDirectory, sqlData, sqlProbe } from "../in-cluster/sql-server.ts";

const resources = sized({
  // apart from the buffer pool the server takes about 400 MiB, mostly for the performance schema
  small: { cpu: "250m", memory: "1Gi" },
  large: { cpu: "1", memory: "4Gi" },
});

/** Needs no password: mysqladmin counts "access denied" as an answer. */
const ping = ["mysqladmin", "ping", "--silent", "--connect-timeout=3"];

/** MySQL with one server. Production uses Aurora. */
export function mysql(spec: { readonly storage: Quantity }): Engine {
  return {
    image: "mysql:8.4.11",
    port: 3306,
    provisioning: { script: "provision-sql.sh", interpreter: ["bash"] },
    managed: {
      port: 3306,
      authorities: "rds",
      hasReader: true,
      options: ["capacity", "instanceClass", "restoreFrom"],
      instanceClass: (size) => ({ small: "db.t4g.medium", large: "db.r6g.large" })[size],
      job: {},
      load: async () => (await import("../managed/aurora.ts")).mysql,
    },
    inCluster: {
      startupSeconds: 30,
      terminationGracePeriodSeconds: 120,
      members: () => 1,
      storage: spec.storage,
      ephemeralStorage: "1Gi",
      server: ({ name, platform }) => ({
        args: [
          "--character-set-server=utf8mb4",
          "--collation-server=utf8mb4_0900_ai_ci",
          `--innodb-buffer-pool-size=${mebibytes(resources(platform.size).memory, 0.4)}M`,
          "--skip-name-resolve",
          "--max-connections=300",
          // another user owns the image's folder for LOAD DATA, and SQL must not read files anyway
          "--secure-file-priv=NULL",
          // disables an unused protocol on a second port
          "--mysqlx=OFF",
        ],
        env: [fromSecret("MYSQL_ROOT_PASSWORD", rootSecret(name), "password")],
        resources: resources(platform.size),
        data: sqlData,
        writable: { [runDirectory]: "disk", "/tmp": "disk" },
        // TCP, because the entry point's temporary server listens on its socket only
        startup: sqlProbe(...ping, "--host=127.0.0.1"),
        readiness: sqlProbe(...ping, "--host=127.0.0.1"),
        // the socket, which does not depend on the network
        liveness: sqlProbe(...ping, `--socket=${runDirectory}/mysqld.sock`),
      }),
    },
  };
}
