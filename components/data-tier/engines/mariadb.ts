import { type Engine, fromSecret } from "../engine.ts";
import { mebibytes } from "../in-cluster/quantity.ts";
import { sized } from "../in-cluster/sizes.ts";
import { rootSecret } from "../../check/store-names.ts";
import type { Quantity } from "../../platform.ts";
import { runDirectory, sqlData, sqlProbe } from "../in-cluster/sql-server.ts";

const resources = sized({
  small: { cpu: "250m", memory: "512Mi" },
  large: { cpu: "1", memory: "4Gi" },
});

/**
 * MariaDB with one server: a second one would need a proxy that follows the primary.
 * Production uses a managed store with a standby and a read replica (design.md, decision 10).
 */
export function mariadb(spec: { readonly storage: Quantity }): Engine {
  return {
    image: "mariadb:11.8.8",
    port: 3306,
    provisioning: { script: "provision-sql.sh", interpreter: ["bash"] },
    managed: {
      port: 3306,
      authorities: "rds",
      hasReader: true,
      options: ["instanceClass", "restoreFrom"],
      // RDS manages no password of an instance that has a read replica
      makesPassword: true,
      instanceClass: (size) => ({ small: "db.t4g.medium", large: "db.m6g.large" })[size],
      job: {},
      load: async () => (await import("../managed/rds.ts")).mariadb,
    },
    inCluster: {
      startupSeconds: 20,
      // shutdown flushes the dirty pages of the buffer pool
      terminationGracePeriodSeconds: 120,
      members: () => 1,
      storage: spec.storage,
      ephemeralStorage: "1Gi",
      server: ({ name, platform }) => ({
        args: [
          "--character-set-server=utf8mb4",
          "--collation-server=utf8mb4_unicode_ci",
          // half of the memory; connections, the dictionary and temporary tables need the rest
          `--innodb-buffer-pool-size=${mebibytes(resources(platform.size).memory, 0.5)}M`,
          // no reverse lookup of clients: a slow name server must not delay connections
          "--skip-name-resolve",
          "--max-connections=300",
        ],
        env: [
          // used at the first start only
          fromSecret("MARIADB_ROOT_PASSWORD", rootSecret(name), "password"),
          // upgrades the data directory to the image's version at start-up
          { name: "MARIADB_AUTO_UPGRADE", value: "1" },
        ],
        resources: resources(platform.size),
        data: sqlData,
        writable: { [runDirectory]: "disk", "/tmp": "disk" },
        // connects over TCP, which the entry point's temporary server refuses, as the entry point's health check user
        startup: sqlProbe("healthcheck.sh", "--connect", "--innodb_initialized"),
        readiness: sqlProbe("healthcheck.sh", "--connect", "--innodb_initialized"),
        liveness: sqlProbe("healthcheck.sh", "--connect"),
      }),
    },
  };
}
