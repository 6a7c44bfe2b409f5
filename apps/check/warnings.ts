import { portsOf } from "../../components/app-service/network.ts";
import { httpCheck } from "../../components/app-service/probes.ts";
import { storesOf } from "../../components/app-service/service-spec.ts";
import { warnings as ofService } from "../../components/app-service/warnings.ts";
import type { Redundancy } from "../../components/platform.ts";
import type { System } from "../system.ts";
import { routesOf } from "../../components/check/site.ts";
import { ruleWarnings } from "./load-balancer.ts";
import { permissionWarnings } from "./permissions.ts";
import { type Networks, reachWarnings } from "./reaches.ts";
import { sitesOf } from "./sites.ts";

/** Lower ports need root, unless the container runtime allows them. */
const firstFreePort = 1024;

/** The part of an environment that warnings depend on. */
export interface Surroundings extends Networks {
  readonly redundancy: Redundancy;
  /** @default true */
  readonly internalGateway?: boolean;
  /** On EKS, the gateways are ALBs. @default existing */
  readonly cluster?: { readonly kind: "eks" | "existing" };
}

/** Warns about settings that work, but may surprise the system's owners. Only for a system without issues. */
export function warningsOf(
  system: System,
  { redundancy, internalGateway, cluster, network }: Partial<Surroundings> = {},
): string[] {
  const services = Object.entries(system.services);
  const used = new Set(services.flatMap(([, spec]) => storesOf(spec)));
  const routed = new Set(
    sitesOf(system).flatMap(({ site }) => routesOf(site).map(({ service }) => service)),
  );
  return [
    ...Object.keys(system.stores)
      .filter((store) => !used.has(store))
      .map(
        (store) =>
          `${system.name}.stores.${store}: no service uses it, but it is created and costs money`,
      ),
    ...(routed.size === 0
      ? [
          `${system.name}.routes: there is none, so the system cannot be reached from outside the cluster`,
        ]
      : []),
    ...ruleWarnings(
      [system],
      { cluster: cluster ?? { kind: "existing" } },
      `${system.name}.routes`,
    ),
    ...(system.internal !== undefined && internalGateway === false
      ? [
          `${system.name}.internal: there is no internal gateway here (hanok:internalGateway), so these routes are not served; ` +
            `kubectl port-forward reaches a service without a route`,
        ]
      : []),
    ...permissionWarnings(system, network?.kind === "vpc" ? network.endpoints : []),
    ...reachWarnings(system, network === undefined ? {} : { network }),
    ...services.flatMap(([name, spec]) => {
      const { scaling, port } = spec;
      const key = `${system.name}.services.${name}`;
      return [
        ...ofService(key, spec),
        ...(cluster?.kind === "eks" && routed.has(name) && httpCheck(spec.health) === undefined
          ? [
              `${key}.health: the load balancer checks "/", because no check is an HTTP path; it sends no requests to a pod ` +
                `that answers 5xx there; give a path`,
            ]
          : []),
        ...(scaling?.kind === "fixed" && scaling.replicas === 1 && redundancy === "zonal"
          ? [
              `${key}: one pod (${scaling.because}); if its zone fails, the service is down until another pod has started, ` +
                `about ${spec.startupSeconds} s, and longer if its volume is in that zone`,
            ]
          : []),
        ...(scaling?.kind === "horizontal" && scaling.min === scaling.max
          ? [`${key}: min and max are both ${scaling.min}, so the autoscaler changes nothing`]
          : []),
        ...(portsOf(spec).some(({ protocol }) => protocol === "grpc") &&
        spec.headless === undefined &&
        !(scaling?.kind === "fixed" && scaling.replicas === 1) &&
        services.some(([, { callsTo = [] }]) => callsTo.includes(name))
          ? [
              `${key}: a client of gRPC keeps one connection, so all its requests go to one pod; write headless: true, and let ` +
                `clients balance over ${name}-pods`,
            ]
          : []),
        ...(port !== undefined && port < firstFreePort
          ? [
              `${key}: port ${port} is below ${firstFreePort}; a process that is not root can listen there only where the ` +
                "container runtime permits it (containerd 2.0 and newer do); a port above is safe",
            ]
          : []),
      ];
    }),
  ];
}
