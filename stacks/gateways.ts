import { resolve } from "node:path";
import type { System } from "../apps/system.ts";
import { protocolOf } from "../components/app-service/network.ts";
import { hostnameOf, labelsOf, routesOf, type Site } from "../components/check/site.ts";
import type { GatewayApiSource } from "../components/cluster/addons/crds.ts";
import type { ServedNames } from "../components/cluster/aws-load-balancer/gateway.ts";
import type { PlatformDomain } from "../components/platform.ts";
import type { Environment } from "./environment.ts";

/** The services of a system, and what one gateway serves of them. */
type Served = Pick<System, "services"> & Site;

/** Host names of a gateway, and the kinds of its routes. */
export function namesOf(
  domain: string,
  systems: readonly Served[],
): Pick<ServedNames, "hosts" | "kinds"> {
  const isGrpc = systems.some(({ services, ...site }) =>
    routesOf(site).some(({ service, route }) => {
      const spec = services[service];
      return spec !== undefined && protocolOf(spec, route.port) === "grpc";
    }),
  );
  return {
    hosts: systems.flatMap((site) => labelsOf(site).map((label) => hostnameOf(label, domain))),
    kinds: ["HTTPRoute", ...(isGrpc ? (["GRPCRoute"] as const) : [])],
  };
}

/** Names of the public gateway. */
export function publicNames(
  domain: string,
  { publicZoneId: zoneId, certificateArn }: PlatformDomain,
  systems: readonly System[],
): ServedNames {
  return {
    domain,
    zoneId,
    certificateArn,
    ...namesOf(domain, systems),
    idleSeconds: idleSeconds(systems),
  };
}

/**
 * Names of the internal gateway.
 * @throws Error if there is no private zone, which validation prevents
 */
export function internalNames(
  { privateZone: domain, privateZoneId: zoneId, privateCertificateArn }: PlatformDomain,
  systems: readonly System[],
): ServedNames {
  if (domain === undefined || zoneId === undefined) {
    throw new Error("the internal gateway has no private zone");
  }
  const internal = systems.flatMap(({ services, internal: names }) =>
    names === undefined ? [] : [{ services, ...names }],
  );
  return {
    domain,
    zoneId,
    certificateArn: privateCertificateArn,
    ...namesOf(domain, internal),
    idleSeconds: idleSeconds(internal),
  };
}

/**
 * Source of the Gateway API's CRDs. Charts in a folder mean the sandbox, where the CRDs are installed.
 * The path is made absolute, because the provider runs in another folder.
 */
export function gatewayApiOf({
  charts,
  gatewayApi,
}: Pick<Environment, "charts" | "gatewayApi">): GatewayApiSource {
  if (charts.kind === "folder") return { kind: "installed" };
  return gatewayApi.kind === "file" ? { kind: "file", path: resolve(gatewayApi.path) } : gatewayApi;
}

/** ELB's default idle timeout. */
const defaultIdleSeconds = 60;

/** Idle timeout of a gateway in seconds: the maximum of its routes, and at least 60. */
export function idleSeconds(systems: readonly Served[]): number {
  const wanted = systems.flatMap(({ services, ...site }) =>
    routesOf(site).flatMap(({ service }) => services[service]?.idleSeconds ?? []),
  );
  return Math.max(defaultIdleSeconds, ...wanted);
}
