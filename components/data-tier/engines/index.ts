import { mariadb } from "./mariadb.ts";
import { mongodb } from "./mongodb.ts";
import { mysql } from "./mysql.ts";
import { rabbitmq } from "./rabbitmq.ts";
import { valkey } from "./valkey.ts";
import { postgresql, vector } from "./vector.ts";
import type { Engine, ServerSpec } from "../engine.ts";

/** Engine by name, as a function of the store's spec. */
const engines = { mariadb, mysql, mongodb, postgresql, rabbitmq, vector };

/** Returns the engine of a store. */
export function engineOf(spec: ServerSpec): Engine {
  return spec.engine === "valkey" ? valkey(spec) : engines[spec.engine](spec);
}
