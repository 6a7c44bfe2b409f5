import { mariadb } from "./engines/mariadb.ts";
import { mongodb } from "./engines/mongodb.ts";
import { mysql } from "./engines/mysql.ts";
import { rabbitmq } from "./engines/rabbitmq.ts";
import { valkey } from "./engines/valkey.ts";
import { vector } from "./engines/vector.ts";
import type { Engine, ServerSpec } from "./engine.ts";

/** Engine by name, as a function of the store's spec. */
const engines = { mariadb, mysql, mongodb, rabbitmq, vector };

/** Returns the engine of a store. */
export function engineOf(spec: ServerSpec): Engine {
  return spec.engine === "valkey" ? valkey(spec) : engines[spec.engine](spec);
}
