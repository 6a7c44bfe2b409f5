import { checkSystem } from "../../../apps/check.ts";
import type { System } from "../../../apps/system.ts";
import { issueLine } from "../../../components/validation.ts";
import { type Data, valueOf } from "../code.ts";
import type { Draft } from "../source.ts";
import { imageFacts, imageOf, runtimeOf, tagOf } from "./facts.ts";
import { hostsIn, partsOf, secretName, translateEnvironment } from "./environment.ts";
import { type Gap, Gaps } from "./gaps.ts";
import { healthOf, startupSeconds } from "./health.ts";
import { noteOtherKeys } from "./keys.ts";
import { wordOf } from "./parts.ts";
import { type ComposeFile, readCompose } from "./read.ts";
import { resourcesOf, scalingOf } from "./resources.ts";
import { type Roles, rolesOf, servicesAfter, type ServiceRole, type StoreRole } from "./roles.ts";
import { routesOf } from "./routes.ts";
import { type OwnFiles, storageOf } from "./storage.ts";
import { storesData } from "./stores.ts";

/** A system that was translated from a Compose file. */
export interface Translation extends Draft {
  /** Files of the system's folder with their text. */
  readonly files: ReadonlyMap<string, string>;
  /** Image tag by service, where the Compose file has one. */
  readonly versions: Readonly<Record<string, string>>;
  readonly gaps: readonly Gap[];
}

/**
 * Translates a Compose file into a system.
 * @param name name of the system
 * @throws Error if the file cannot be read as a Compose file, or has no service that is left
 */
export function translate(path: string, name: string): Translation {
  const gaps = new Gaps();
  const file = readCompose(path);
  const roles = rolesOf(file, gaps);
  if (roles.services.length === 0)
    throw new Error(
      `${path} has only stores, or services that cannot run: a system needs a service`,
    );
  for (const missing of file.missing)
    gaps.add(
      "todo",
      undefined,
      `The variable ${missing} has no value: it is empty in the texts. Write it to .env beside the Compose file, and translate again.`,
    );
  const own: OwnFiles = new Map();
  const shared = sharedVolumes(roles);
  const translated = roles.services.map((service) =>
    translateService(service, roles, file, shared, own, gaps),
  );
  const stores = storesData(roles, translated, gaps);
  const services = Object.fromEntries(translated.map(({ service, data }) => [service.name, data]));
  const called = new Set(translated.flatMap((one) => one.callees));
  const routes = routesOf(roles, called, gaps);
  const result = { name, stores, services, routes };
  noteIssues(result, gaps);
  return {
    ...result,
    files: own,
    versions: Object.fromEntries(
      roles.services.flatMap((service) => {
        const tag = tagOf(service);
        return tag === undefined ? [] : [[service.name, tag]];
      }),
    ),
    gaps: gaps.all,
  };
}

/** A service's data, and the stores and services that it needs. */
interface TranslatedService {
  readonly service: ServiceRole;
  readonly stores: readonly StoreRole[];
  readonly callees: readonly string[];
  readonly data: Data;
}

function translateService(
  service: ServiceRole,
  roles: Roles,
  file: ComposeFile,
  shared: ReadonlySet<string>,
  own: OwnFiles,
  gaps: Gaps,
): TranslatedService {
  const { source } = service;
  const runtime = runtimeOf(service, gaps);
  const variables = translateEnvironment(service, roles);
  const words = wordsOf(service, roles, gaps);
  const storage = storageOf(service, file, shared, own, gaps);
  const facts = imageFacts(service, storage.writable, gaps);
  const inFiles = source.mountedTexts.flatMap((text) => hostsIn(text, roles));
  const pointed = [...variables.callees, ...words.callees, ...inFiles];
  const neighbours = neighboursOf(service, roles, pointed, gaps);
  const stores = [...new Set([...neighbours.stores, ...variables.stores, ...words.stores])];
  const rewritten = new Set([...variables.addressed, ...words.stores]);
  const configServer = configServerOf(runtime, neighbours.callees);
  const callsTo = neighbours.callees.filter(
    (name) => name !== configServer && !servicesAfter(service, roles).includes(name),
  );
  const health = service.kind === "job" ? "" : healthOf(service, gaps);
  noteVariables(service, variables.secrets, gaps);
  noteLeftOut(service, roles, gaps);
  noteOtherKeys(service, gaps);
  const isJob = service.kind === "job";
  const before = servicesAfter(service, roles);
  if (isJob && storage.volume)
    gaps.add(
      "todo",
      source.name,
      `It writes to the volume at ${storage.volume.path}, and a job has none.`,
    );
  const data: Data = {
    kind: service.kind === "web" ? undefined : service.kind,
    image: imageOf(service, gaps),
    command: words.command,
    args: words.args,
    runtime,
    ...(isJob
      ? { before, deadlineSeconds: 600 }
      : {
          port: service.port,
          protocol: isGrpc(health) ? "grpc" : undefined,
          ports: furtherPorts(service),
          health,
          startupSeconds: startupSeconds(service),
          scaling: scalingOf(service, storage.volume !== undefined, gaps),
          volume: storage.volume,
        }),
    resources: resourcesOf(service, runtime, gaps),
    uses: stores.length === 0 ? undefined : stores.map((store) => useOf(store, rewritten)),
    callsTo: callsTo.length === 0 ? undefined : callsTo,
    configServer,
    environment: notEmpty(variables.environment),
    secrets: notEmpty(variables.secrets),
    files: notEmpty(storage.files),
    architectures: facts.architectures,
    user: facts.user,
    writable: facts.writable,
    internet:
      variables.internet.length === 0
        ? undefined
        : { ports: [443], because: `${variables.internet.join(", ")} names a public address` },
  };
  return { service, stores, callees: neighbours.callees, data };
}

/** Ports beside the service's own, by name. Any protocol is TCP. */
function furtherPorts({ ports }: ServiceRole): Data | undefined {
  const further = ports.slice(1).map((port) => [`tcp-${port}`, { port, protocol: "tcp" }] as const);
  return further.length === 0 ? undefined : Object.fromEntries(further);
}

/** Whether a health check asks the service's own port by gRPC. */
const isGrpc = (health: Data): boolean =>
  typeof health === "object" && "grpc" in health && !("port" in health && health.port);

/** The Spring Cloud Config Server among the services that a Spring service waits for. */
function configServerOf(runtime: string, callees: readonly string[]): string | undefined {
  return runtime === "spring"
    ? callees.find((name) => /^config(-|$)|configserver/.test(name))
    : undefined;
}

/** Values that point to a store take the place of the runtime's own variables. */
const useOf = (store: StoreRole, rewritten: ReadonlySet<StoreRole>): Data =>
  rewritten.has(store) ? { store: store.name, variables: "plain" } : store.name;

const notEmpty = <T extends Data>(data: Readonly<Record<string, T>>) =>
  Object.keys(data).length === 0 ? undefined : data;

/** `command` and `args`, with the names of stores and services in them. */
function wordsOf({ source }: ServiceRole, roles: Roles, gaps: Gaps) {
  const callees = new Set<ServiceRole>();
  const stores = new Set<StoreRole>();
  const translated = (words: readonly string[] | undefined): Data | undefined => {
    if (words === undefined || words.length === 0) return undefined;
    const kept = words.filter((word) => !/^--?inspect(-brk)?\b/.test(word));
    if (kept.length < words.length)
      gaps.add("left", source.name, "Its debug port (--inspect) is not opened.");
    return kept.map((word) => {
      const parts = partsOf("", word, source.environment, roles, callees);
      const found = parts.flatMap((part) => (typeof part === "object" ? [part.store] : []));
      found.forEach((store) => stores.add(store));
      return wordOf(parts);
    });
  };
  return {
    command: translated(source.entrypoint),
    args: translated(source.command),
    callees,
    stores,
  };
}

/** Stores and services that it waits for or points to. A worker cannot be called. */
function neighboursOf(
  service: ServiceRole,
  roles: Roles,
  pointed: readonly ServiceRole[],
  gaps: Gaps,
) {
  const waited = [...service.source.dependsOn.keys()].flatMap(
    (host) => roles.byHost.get(host) ?? [],
  );
  const named = roles.stores.filter(
    ({ name }) => name.startsWith(`${service.name}-`) && waited.length + pointed.length === 0,
  );
  for (const { name } of named)
    gaps.add("guess", service.source.name, `It uses the store ${name}, by its name.`);
  const stores = [...named, ...waited.filter((role): role is StoreRole => role.kind === "store")];
  const callees = [...pointed, ...waited].flatMap((role) =>
    role.kind === "web" && role.name !== service.name ? [role.name] : [],
  );
  return { stores, callees: [...new Set(callees)].sort() };
}

function noteVariables(
  { source }: ServiceRole,
  secrets: Readonly<Record<string, string>>,
  gaps: Gaps,
): void {
  const names = Object.keys(secrets);
  if (names.length > 0)
    gaps.add(
      "todo",
      source.name,
      `Secrets of the environment take the place of values: ${names.map((one) => `${one} is ${secretName(one)}`).join(", ")}. Set each: pulumi config set --secret <system>:<name>.`,
    );
  if (source.unset.length > 0)
    gaps.add(
      "todo",
      source.name,
      `${source.unset.join(", ")} came from the machine and has no value here.`,
    );
  for (const path of source.missingFiles)
    gaps.add("todo", source.name, `The variables of ${path} are missing: the file is not there.`);
  const odd = [...source.environment.keys()].filter((name) => !/^[A-Za-z_]\w*$/.test(name));
  if (odd.length > 0)
    gaps.add(
      "todo",
      source.name,
      `${odd.join(", ")} is not a name that every shell and runtime accepts; rename it.`,
    );
}

/** Values that point to a service that is left out. */
function noteLeftOut({ source }: ServiceRole, { leftOut }: Roles, gaps: Gaps): void {
  for (const host of leftOut) {
    const address = new RegExp(`(^|://|@)${host.replaceAll(/[^\\w-]/g, "\\$&")}(?=[:/]|$)`);
    const names = [...source.environment].flatMap(([name, value]) =>
      address.test(value) ? [name] : [],
    );
    if (names.length > 0)
      gaps.add("todo", source.name, `${names.join(", ")} points to ${host}, which is left out.`);
  }
}

/** Names of the volumes that several services mount. */
function sharedVolumes({ services }: Roles): ReadonlySet<string> {
  const all = services.flatMap(({ source }) => [
    ...new Set(
      source.mounts.flatMap(({ kind, source: volume }) =>
        kind === "volume" && volume !== undefined ? [volume] : [],
      ),
    ),
  ]);
  return new Set(all.filter((volume, index) => all.indexOf(volume) < index));
}

/** What the check of the system refuses goes to the list too. */
function noteIssues({ name, ...parts }: Draft, gaps: Gaps): void {
  const written: Data = { name, host: name, ...parts };
  const raw: unknown = valueOf(written);
  const isSystem = (value: unknown): value is System => typeof value === "object";
  if (!isSystem(raw)) return;
  for (const issue of checkSystem(raw).issues) gaps.add("todo", undefined, issueLine(issue));
}
