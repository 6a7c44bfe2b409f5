import { isSecretName } from "../../../components/validation.ts";
import type { ConnectionField } from "../../../components/platform.ts";
import type { Data } from "../code.ts";
import { dataOf, type Part } from "./parts.ts";
import type { Roles, ServiceRole, StoreRole } from "./roles.ts";

/** What the environment of a service becomes. */
export interface Translated {
  readonly environment: Readonly<Record<string, Data>>;
  /** Name of a secret by variable. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Stores that its values point to. */
  readonly stores: ReadonlySet<StoreRole>;
  /** Stores whose address is in its values, so that the runtime's own variables are not needed. */
  readonly addressed: ReadonlySet<StoreRole>;
  /** Services that its values point to. */
  readonly callees: ReadonlySet<ServiceRole>;
  /** Variables with an address of the public internet. */
  readonly internet: readonly string[];
}

/** Translates the environment of a service: addresses of stores become fields of their connections. */
export function translateEnvironment(service: ServiceRole, roles: Roles): Translated {
  const environment: Record<string, Data> = {};
  const secrets: Record<string, string> = {};
  const stores = new Set<StoreRole>();
  const addressed = new Set<StoreRole>();
  const callees = new Set<ServiceRole>();
  const internet: string[] = [];
  const variables = service.source.environment;
  for (const [name, value] of variables) {
    if (!/^[A-Za-z_]\w*$/.test(name)) continue;
    const parts = partsOf(name, value, variables, roles, callees);
    for (const part of parts)
      if (typeof part === "object") {
        stores.add(part.store);
        if (part.field === "host") addressed.add(part.store);
      }
    const isText = parts.every((part) => typeof part === "string");
    if (isText && isSecretValue(name, value)) secrets[name] = secretName(name);
    else environment[name] = dataOf(parts);
    if (/\bhttps?:\/\/[\w-]+(\.[\w-]+)*\.(com|net|org|io|dev|ai|app|cloud)\b/.test(value))
      internet.push(name);
  }
  return { environment, secrets, stores, addressed, callees, internet };
}

/** Secrets in plain text; the check of a system refuses them. */
function isSecretValue(name: string, value: string): boolean {
  if (/:\/\/[^\s/:@]+:[^\s/:@$]+@/.test(value)) return true;
  return isSecretName(name) && !/^(true|false|\d{1,9})$/i.test(value);
}

/** `JWT_SECRET_KEY` is `jwt-secret-key`. */
export const secretName = (variable: string): string =>
  variable
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^[^a-z]+|-+$/g, "")
    .slice(0, 63) || "secret";

/** Parts of a value. Adds the services that it points to. */
export function partsOf(
  name: string,
  value: string,
  variables: ReadonlyMap<string, string>,
  roles: Roles,
  callees: Set<ServiceRole>,
): readonly Part[] {
  const named = fieldNamed(name, value, variables, roles);
  if (named !== undefined && !/:\/\//.test(value)) return [named];
  const found = findHosts(value, roles);
  for (const { role } of found) if (role.kind !== "store") callees.add(role);
  return found.length === 0 ? [value] : joined(withConnections(value, found));
}

/** Services whose address is in a text, such as a configuration of nginx. */
export function hostsIn(text: string, roles: Roles): readonly ServiceRole[] {
  return [...text.matchAll(/(?<![\w.-])([A-Za-z][\w.-]*):\d{2,5}\b/g)].flatMap(([, host = ""]) => {
    const role = roles.byHost.get(host);
    return role === undefined || role.kind === "store" ? [] : [role];
  });
}

/** A host in a text, and where it is. */
interface Found {
  readonly role: StoreRole | ServiceRole;
  readonly start: number;
  readonly end: number;
}

/** Every place where a text has the name of a service as a host: alone, before a port, or in an address. */
function findHosts(value: string, roles: Roles): readonly Found[] {
  const found: Found[] = [];
  for (const [, before = "", host = ""] of value.matchAll(
    /(^|:\/\/|@|@tcp\(|[,;=]\s*|\/\/)([A-Za-z_][\w.-]*)(?=$|[:/,;)?&])/g,
  )) {
    const role = roles.byHost.get(host);
    if (role === undefined) continue;
    const at = value.indexOf(`${before}${host}`, found.at(-1)?.end ?? 0) + before.length;
    // a word alone in a list, such as "web", is no address unless a port or a scheme says so
    const isAddress = /:\/\/|@|\/\//.test(before) || /^:\d/.test(value.slice(at + host.length));
    const isPair = /(host|server|data source|addr)\w*\s*=\s*$/i.test(value.slice(0, at));
    if (value !== host && !isAddress && !isPair) continue;
    found.push({ role, start: at, end: at + host.length });
  }
  return found;
}

/** The value with each host replaced, and what stands around the host of a store: user, password, port, database. */
function withConnections(value: string, found: readonly Found[]): readonly Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const { role, start, end } of found) {
    let before = value.slice(at, start);
    let after = end;
    if (role.kind !== "store") {
      parts.push(before, role.name);
      at = end;
      continue;
    }
    const field = (one: ConnectionField): Part => ({ store: role, field: one });
    const login = /^([^]*?)((?:^|\/\/)?)([^\s/:@]+)(?::([^\s/@]*))?(@(?:tcp\()?)$/.exec(before);
    const hasLogin = login !== null && /[@(]$/.test(before);
    const credentials: Part[] = [];
    if (hasLogin) {
      const [, head = "", slashes = "", , , sign = "@"] = login;
      before = `${head}${slashes}`;
      credentials.push(field("username"), ":", field("password"), sign);
    } else if (before.endsWith("://") && role.engine !== "vault" && !before.startsWith("jdbc:")) {
      // a server of the platform always has users
      credentials.push(field("username"), ":", field("password"), "@");
    }
    parts.push(before, ...credentials, field("host"));
    const [port] = /^:\d{2,5}/.exec(value.slice(after)) ?? [];
    if (port !== undefined) {
      parts.push(":", field("port"));
      after += port.length;
    }
    const database = /^(\)?\/)([\w-]+)/.exec(value.slice(after));
    if (database && role.engine !== "valkey" && /:\/\/|tcp\(/.test(value)) {
      parts.push(database[1] ?? "/", field("database"));
      after += database[0].length;
    }
    at = after;
  }
  const rest = value.slice(at);
  const [first] = found.filter(({ role }) => role.kind === "store");
  return first?.role.kind === "store" && /[;=]/.test(value) && !value.includes("://")
    ? withPairs([...parts, rest], first.role)
    : [...parts, rest];
}

const pairs: readonly (readonly [RegExp, ConnectionField])[] = [
  [/((?:^|[;\s])(?:user(?:name)?|user id|uid)\s*=\s*)([^;\s]+)/i, "username"],
  [/((?:^|[;\s])(?:password|pwd)\s*=\s*)([^;\s]+)/i, "password"],
  [/((?:^|[;\s])(?:database|dbname|initial catalog)\s*=\s*)([^;\s]+)/i, "database"],
  [/((?:^|[;\s])port\s*=\s*)(\d+)/i, "port"],
];

/** `Host=db;Username=me;Password=…;Database=shop` and `host=db user=me dbname=shop`. */
function withPairs(parts: readonly Part[], store: StoreRole): readonly Part[] {
  return pairs.reduce<readonly Part[]>(
    (all, [pattern, field]) =>
      all.flatMap((part): readonly Part[] => {
        const match = typeof part === "string" ? pattern.exec(part) : null;
        if (typeof part !== "string" || match === null) return [part];
        const [whole, key = ""] = match;
        const end = match.index + whole.length;
        return [part.slice(0, match.index) + key, { store, field }, part.slice(end)];
      }),
    parts,
  );
}

const joined = (parts: readonly Part[]): readonly Part[] =>
  parts.reduce<Part[]>((list, part) => {
    const last = list.at(-1);
    if (typeof part === "string" && typeof last === "string") list[list.length - 1] = last + part;
    else if (part !== "") list.push(part);
    return list;
  }, []);

/** Words at the end of a variable's name that say which field it has. */
const endings: readonly (readonly [RegExp, ConnectionField])[] = [
  [/_?(PASS(WORD|WD)?|PWD)$/i, "password"],
  [/_?(USER(_?NAME)?|LOGIN)$/i, "username"],
  [/_?PORT$/i, "port"],
  [/_?(DATABASE|DB)_?NAME$/i, "database"],
  [/(?<!USER|USER_|HOST|HOST_)_?NAME$/i, "database"],
  [/_?(DATABASE|DB|VHOST)$/i, "database"],
];
const hostEnding =
  /_?(HOST(NAME|S)?|ADDR(ESS)?|URL|URI|SERVER|DSN|ENDPOINT|CONNECTION(_STRING)?)$/i;
const engineWord = /MYSQL|MARIADB|POSTGRES|PG|MONGO|REDIS|RABBIT|AMQP|DB|DATABASE|DATASOURCE/i;

/** The store and the field that a variable has by its name, if its value is not an address. */
function fieldNamed(
  name: string,
  value: string,
  variables: ReadonlyMap<string, string>,
  roles: Roles,
): Part | undefined {
  const hosts = [...variables].flatMap(([other, text]) => {
    const store = other === name ? undefined : storeIn(text, roles);
    return store === undefined ? [] : [{ beginning: other.replace(hostEnding, ""), store }];
  });
  for (const [ending, field] of endings) {
    if (!ending.test(name)) continue;
    const store = storeBy(name.replace(ending, ""), field, value, hosts, roles.stores);
    if (store !== undefined && !(field === "database" && store.engine === "valkey"))
      return { store, field };
  }
  return undefined;
}

function storeIn(text: string, roles: Roles): StoreRole | undefined {
  const found = findHosts(text, roles).find(({ role }) => role.kind === "store")?.role;
  return found?.kind === "store" ? found : undefined;
}

/**
 * The store that another variable with the same beginning has the host of (`DB_HOST` for `DB_NAME`), or whose own variables
 * set this value.
 */
function storeBy(
  beginning: string,
  field: ConnectionField,
  value: string,
  hosts: readonly { readonly beginning: string; readonly store: StoreRole }[],
  stores: readonly StoreRole[],
): StoreRole | undefined {
  const isOf = (store: StoreRole): boolean => {
    const { port, database, username, password } = store;
    const known: Readonly<Record<string, string | undefined>> = {
      ...{ port: String(port), database, username, password },
    };
    return value !== "" && value === known[field];
  };
  const [word = ""] = beginning.split("_");
  const [near] = hosts.filter((host) => host.beginning === beginning);
  if (near !== undefined && (field !== "port" || isOf(near.store))) return near.store;
  const [alike] = hosts.filter((host) => host.beginning.split("_")[0] === word && isOf(host.store));
  if (alike !== undefined) return alike.store;
  return engineWord.test(beginning)
    ? [...hosts.map(({ store }) => store), ...stores].find(isOf)
    : undefined;
}
