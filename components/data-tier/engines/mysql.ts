import { type Engine, fromSecret } from "../engine.ts";
import { mebibytes } from "../quantity.ts";
import { sized } from "../sizes.ts";
import { rootSecret } from "../../check/store-names.ts";
import type { Quantity } from "../../platform.ts";
import { runDirectory, sqlData, sqlProbe } from "./sql-server.ts";

const resources = sized({
  // the server without a buffer pool takes about 400 MiB, most of it for its performance schema
  small: { cpu: "250m", memory: "1Gi" },
  large: { cpu: "1", memory: "4Gi" },
});

/** Without a user it answers "access denied", which is an answer, and mysqladmin counts it as one: no password is needed. */
const ping = ["mysqladmin", "ping", "--silent", "--connect-timeout=3"];

/** MySQL, one server; in production Aurora. */
export function mysql(spec: { readonly storage: Quantity }): Engine {
  return {
    image: "mysql:8.4.5",
    port: 3306,
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
        // the image's folder for LOAD DATA belongs to another user, and nobody may read files by SQL anyway
        "--secure-file-priv=NULL",
        // a second protocol on a second port, which nothing uses
        "--mysqlx=OFF",
      ],
      env: [fromSecret("MYSQL_ROOT_PASSWORD", rootSecret(name), "password")],
      resources: resources(platform.size),
      data: sqlData,
      writable: { [runDirectory]: "disk", "/tmp": "disk" },
      // by TCP: the entry point's temporary server listens on its socket only
      startup: sqlProbe(...ping, "--host=127.0.0.1"),
      readiness: sqlProbe(...ping, "--host=127.0.0.1"),
      // by the socket, which no network can disturb
      liveness: sqlProbe(...ping, `--socket=${runDirectory}/mysqld.sock`),
    }),
    provisioning: { script: "provision-sql.sh", interpreter: ["bash"] },
  };
}
