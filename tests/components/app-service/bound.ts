import type { IEnvVar } from "kubernetes-models/v1/EnvVar";
import type { ResolvedService } from "../../../components/app-service/resolve-service.ts";
import type { WebService } from "../../../components/app-service/service.ts";
import { variables } from "../../../components/app-service/variables.ts";
import type { Binding, StoreEngine } from "../../../components/platform.ts";
import { binding, leastService, platform } from "../../support/fixtures.ts";
import { nothing } from "./orders.ts";

const ports: Readonly<Record<StoreEngine, number>> = {
  mariadb: 3306,
  mysql: 3306,
  postgresql: 5432,
  vector: 5432,
  mongodb: 27017,
  rabbitmq: 5672,
  valkey: 6379,
  vault: 8200,
};
export const engines = Object.keys(ports).filter((name): name is StoreEngine => name in ports);

/** The binding of the service `web` to a store. */
export function bound(store: string, engine: StoreEngine): Binding {
  const made = binding("web", store, engine, ports[engine]);
  return engine === "mongodb" ? { ...made, replicaSet: "rs0" } : made;
}

/** The same with TLS. */
export function tls(made: Binding): Binding {
  return { ...made, transport: { tls: true, ca: { configMap: "rds-ca", key: "ca.pem" } } };
}

/** The variables of a service `web` with these fields and bindings. */
export function environment(
  spec: Partial<WebService>,
  bindings: readonly Binding[],
  more: Partial<ResolvedService> = {},
): IEnvVar[] {
  const whole = {
    ...leastService,
    ...spec,
    scaling: leastService.scaling,
    volume: undefined,
    uses: spec.uses ?? bindings.map(({ store }) => store),
  };
  const service = { name: "web", spec: whole, ...nothing, ...more };
  return variables(service, bindings, platform);
}

/** Value of a variable that is plain. */
export const value = (all: readonly IEnvVar[], wanted: string): string | undefined =>
  all.find(({ name }) => name === wanted)?.value;
