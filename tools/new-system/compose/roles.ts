import type { StoreEngine } from "../../../components/platform.ts";
import type { Gaps } from "./gaps.ts";
import {
  imageParts,
  knownPort,
  knownStores,
  type KnownStore,
  otherStores,
  platformParts,
} from "./images.ts";
import type { ComposeFile } from "./read.ts";
import { type ComposeService, readService } from "./service.ts";
import { labelOf } from "./words.ts";

/** A service of the Compose file that becomes a store. */
export interface StoreRole {
  readonly kind: "store";
  readonly name: string;
  readonly source: ComposeService;
  readonly engine: StoreEngine;
  readonly port: number;
  readonly database: string | undefined;
  readonly username: string | undefined;
  readonly password: string | undefined;
}

/** A service of the Compose file that stays one. A worker has no port, and a job ends before others start. */
export interface ServiceRole {
  readonly kind: "web" | "worker" | "job";
  readonly name: string;
  readonly source: ComposeService;
  readonly port: number | undefined;
  /** All ports of the container, the main one first. */
  readonly ports: readonly number[];
}

/** What each service of a Compose file becomes, by every name that it is called by. */
export interface Roles {
  readonly stores: readonly StoreRole[];
  readonly services: readonly ServiceRole[];
  readonly byHost: ReadonlyMap<string, StoreRole | ServiceRole>;
  /** Names of the services that are not in the system. */
  readonly leftOut: readonly string[];
}

/** Decides what each service becomes, and notes what is left out. */
export function rolesOf(file: ComposeFile, gaps: Gaps): Roles {
  const all = Object.entries(file.services).map(([name, raw]) => readService(name, raw, file));
  const profiles = (file.variables.get("COMPOSE_PROFILES") ?? "").split(",");
  const kept = all.filter((service) => {
    const reason = reasonToLeaveOut(service, profiles) ?? reasonOfRun(service, all);
    if (reason !== undefined) gaps.add("left", service.name, reason);
    return reason === undefined;
  });
  const names = new Set<string>();
  const stores: StoreRole[] = [];
  const services: ServiceRole[] = [];
  for (const source of kept) {
    const name = freeName(source.name, names);
    const known = storeOf(source, kept);
    if (known) stores.push(storeRole(name, source, known));
    else services.push(serviceRole(name, source, kept, gaps));
  }
  const byHost = new Map(
    [...stores, ...services].flatMap((role) =>
      role.source.hosts.map((host) => [host, role] as const),
    ),
  );
  const leftOut = all.filter((service) => !kept.includes(service)).map(({ name }) => name);
  return { stores, services, byHost, leftOut };
}

function freeName(name: string, names: Set<string>): string {
  const label = ["default", "deny-all"].includes(labelOf(name))
    ? `${labelOf(name)}-1`
    : labelOf(name);
  let free = label;
  for (let count = 2; names.has(free); count += 1) free = `${label.slice(0, 48)}-${count}`;
  names.add(free);
  return free;
}

function reasonToLeaveOut(
  service: ComposeService,
  profiles: readonly string[],
): string | undefined {
  const { raw, mounts, image } = service;
  const isActive = service.profiles.some((one) => profiles.includes(one) || profiles.includes("*"));
  if (service.profiles.length > 0 && !isActive)
    return `It runs with the profile ${service.profiles.join(" or ")} only, which COMPOSE_PROFILES does not name.`;
  if (mounts.some(({ source = "" }) => source.endsWith("/docker.sock")))
    return "It controls Docker through docker.sock, which is not there.";
  if (raw["network_mode"] === "host" || raw["pid"] === "host")
    return "It uses the machine's own network or processes, which no service may.";
  if (image === undefined && !service.isBuilt) return "It has neither image nor build.";
  for (const one of [image, service.dockerfile?.base]) {
    const { short } = imageParts(one ?? "");
    const part = platformParts.find(([pattern]) => pattern.test(short));
    if (part !== undefined) return `The image is ${short}: ${part[1]}.`;
  }
  return undefined;
}

const completed = "service_completed_successfully";

/** Services that wait until another one has ended. */
function waitersOf({ name }: ComposeService, all: readonly ComposeService[]) {
  return all.filter(({ dependsOn }) => dependsOn.get(name) === completed);
}

/** A process that runs once, and that no other waits for. */
function reasonOfRun(service: ComposeService, all: readonly ComposeService[]): string | undefined {
  const isOnce = service.raw["restart"] === "no" && service.ports.length === 0;
  return isOnce && waitersOf(service, all).length === 0
    ? "It runs once, and nothing waits for it: run it by hand, or write a job or a cron service."
    : undefined;
}

/** Names of the services that a job runs before. */
export function servicesAfter({ source }: ServiceRole, { services }: Roles): readonly string[] {
  return services
    .filter(
      ({ kind, source: other }) => kind !== "job" && other.dependsOn.get(source.name) === completed,
    )
    .map(({ name }) => name);
}

/** The store that a service is: by its image, or by the image's name and the variables of a database's image. */
function storeOf(source: ComposeService, all: readonly ComposeService[]): KnownStore | undefined {
  const { image, dockerfile, environment } = source;
  const bases = [image, dockerfile?.base].filter((one) => one !== undefined && one !== "");
  for (const base of bases) {
    const { short } = imageParts(base ?? "");
    const found = knownStores.find(({ images }) => images.test(short));
    if (found) return found;
    const [called] = portsOfCallers(source, all);
    const own = knownStores.find(
      ({ password = [], port }) =>
        port === called || password.some((name) => environment.has(name)),
    );
    if (own && /(^|[-_])(db|database|mysql|mariadb|postgres|mongo|redis|rabbitmq)$/.test(short))
      return own;
    const word = /(^|[-_])(mysql|mariadb|postgres|mongo|redis|rabbitmq)$/.exec(short)?.[2];
    const named = knownStores.find(({ images }) => images.test(word ?? ""));
    if (named) return named;
  }
  return undefined;
}

function storeRole(name: string, source: ComposeService, known: KnownStore): StoreRole {
  const first = (names: readonly string[] = []): string | undefined =>
    names
      .map((one) => source.environment.get(one))
      .find((value) => value !== undefined && value !== "");
  const { engine, port } = known;
  return {
    kind: "store",
    name,
    source,
    engine,
    port,
    database: first(known.database),
    username: first(known.username) ?? defaultUsers[engine],
    password: first(known.password),
  };
}

/** Users that the public images make when nothing is set. */
const defaultUsers: Readonly<Partial<Record<StoreEngine, string>>> = {
  mysql: "root",
  mariadb: "root",
  postgresql: "postgres",
  vector: "postgres",
  rabbitmq: "guest",
};

/** Ports of debuggers, which are not the service's own. */
const debugPorts = [5005, 5678, 9222, 9229];

function serviceRole(
  name: string,
  source: ComposeService,
  all: readonly ComposeService[],
  gaps: Gaps,
): ServiceRole {
  const short = source.image === undefined ? "" : imageParts(source.image).short;
  if (otherStores.test(short))
    gaps.add(
      "todo",
      source.name,
      `The image ${short} holds data, and Hanok has no such store. It is translated as a service; use a managed one, or keep one pod with a volume.`,
    );
  if (waitersOf(source, all).length > 0)
    return { kind: "job", name, source, port: undefined, ports: [] };
  const called = portsOfCallers(source, all);
  const declared = [
    ...source.ports.map(({ target }) => target),
    ...(source.dockerfile?.ports ?? []),
  ].filter((port) => !debugPorts.includes(port));
  const guesses: readonly (readonly [number | undefined, string])[] = [
    [portOfCheck(source), "its health check"],
    [called[0], "the address that others call"],
    [portOfVariables(source), "its variable PORT"],
    ...(source.entrypoint === undefined ? portsOfImages(source) : []),
  ];
  const [guess, from] = guesses.find(([port]) => port !== undefined) ?? [];
  const asked = [portOfCheck(source), called[0]].find(
    (port) => port !== undefined && declared.includes(port),
  );
  const main = asked ?? declared[0] ?? guess;
  if (main === undefined) return { kind: "worker", name, source, port: undefined, ports: [] };
  if (declared.length === 0) gaps.add("guess", source.name, `The port ${main} comes from ${from}.`);
  const ports = [...new Set([main, ...declared, ...called])];
  if (ports.length > 1)
    gaps.add(
      "guess",
      source.name,
      `It has the ports ${ports.join(", ")}; ${main} is its own, and the others are plain TCP. Write the protocol of one that a route needs.`,
    );
  return { kind: "web", name, source, port: main, ports };
}

/** The port that a health check asks on the container itself. */
export function portOfCheck({ raw }: ComposeService): number | undefined {
  const text = JSON.stringify(raw["healthcheck"] ?? "");
  const [, port] = /(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?::| )(\d{2,5})\b/.exec(text) ?? [];
  return port === undefined ? undefined : Number(port);
}

/** Ports in the addresses that services have in their environment, command, files or health check. */
function portsOfCallers(
  { hosts }: ComposeService,
  all: readonly ComposeService[],
): readonly number[] {
  const found = new Set<number>();
  for (const { environment, command = [], raw, mountedTexts } of all)
    for (const text of [
      ...environment.values(),
      ...command,
      JSON.stringify(raw["healthcheck"] ?? ""),
      ...mountedTexts,
    ])
      for (const host of hosts) {
        const name = host.replaceAll(/[^\w-]/g, "\\$&");
        const address = new RegExp(`(?:^|[^\\w.-])${name}:(\\d{2,5})\\b`, "g");
        for (const [, port] of text.matchAll(address)) found.add(Number(port));
      }
  return [...found];
}

/** Usual ports of a service's image, and of the image that it is built from. */
function portsOfImages({ image, dockerfile }: ComposeService) {
  return [image, dockerfile?.base].flatMap((one) => {
    if (one === undefined || one === "") return [];
    const parts = imageParts(one);
    return [[knownPort(parts), `the image ${parts.short}`] as const];
  });
}

function portOfVariables({ environment }: ComposeService): number | undefined {
  for (const name of [
    "PORT",
    "SERVER_PORT",
    "HTTP_PORT",
    "APP_PORT",
    "LISTEN_PORT",
    "VIRTUAL_PORT",
  ]) {
    const value = environment.get(name) ?? "";
    if (/^\d{2,5}$/.test(value)) return Number(value);
  }
  return undefined;
}
