import { storesOf } from "../../components/app-service/service.ts";
import { join, parse } from "../../components/check/parse.ts";
import { isObject } from "../../components/check/schema.ts";
import { instead } from "../../components/check/suggest.ts";
import type { ValidationIssue } from "../../components/validation.ts";
import type { StoreEngine } from "../../components/platform.ts";
import { service, someService, type SomeService } from "./service.ts";
import { store as storeSchema } from "./store.ts";

/** A service, as far as it could be understood. */
export interface KnownService {
  readonly name: string;
  /** Where it stands: `zipbob.services.edge`. */
  readonly key: string;
  /** Without the fields that hold a issue. */
  readonly spec: SomeService;
  /** Whether no field holds a issue of its own. */
  readonly whole: boolean;
}

/** A store, as far as it could be understood. */
export interface KnownStore {
  readonly name: string;
  readonly key: string;
  readonly engine: StoreEngine | undefined;
  readonly databases: Readonly<Record<string, string>>;
}

/** A system, as far as it could be understood. */
export interface Known {
  /** Its name, or `system` where it has none; every key begins with it. */
  readonly key: string;
  readonly services: readonly KnownService[];
  readonly stores: readonly KnownStore[];
  readonly routes: Readonly<Record<string, unknown>>;
  readonly internalRoutes: Readonly<Record<string, unknown>>;
}

/** Takes a system apart, with the issues that its services and stores have by themselves. */
export function understand(raw: Readonly<Record<string, unknown>>, key: string) {
  const issues: ValidationIssue[] = [];
  const services = entries(raw["services"]).map(([name, value]): KnownService => {
    const at = join(key, ["services", name]);
    const { issues: own, good } = parse(service, someService, value, at);
    issues.push(...own);
    return { name, key: at, spec: good ?? {}, whole: own.length === 0 };
  });
  const stores = entries(raw["stores"]).map(([name, value]): KnownStore => {
    const at = join(key, ["stores", name]);
    const { issues: own, good } = parse(storeSchema, storeSchema, value, at);
    issues.push(...own);
    const databases = good && "databases" in good ? (good.databases ?? {}) : {};
    return { name, key: at, engine: good?.engine, databases };
  });
  const part = (value: unknown) => (isObject(value) ? value : {});
  const routes = part(raw["routes"]);
  const internalRoutes = part(part(raw["internal"])["routes"]);
  const known: Known = { key, services, stores, routes, internalRoutes };
  return { known, issues };
}

/** Names of the stores that a service uses, in its own order. */
export function usesOf({ spec }: KnownService): readonly string[] {
  return storesOf(spec);
}

/** Whether a service's stores could all be told: what it is said not to use may be the one that was misspelt. */
export function isSure(service: KnownService, { stores }: Pick<Known, "stores">): boolean {
  const names = stores.map(({ name }) => name);
  const isRead = service.whole || service.spec.uses !== undefined;
  return isRead && usesOf(service).every((use) => names.includes(use));
}

/** A name that is none of those that there are. */
export function unknown(
  key: string,
  value: unknown,
  known: readonly { readonly name: string }[],
  what: "service" | "store",
): ValidationIssue[] {
  const names = known.map(({ name }) => name);
  if (typeof value === "string" && names.includes(value)) return [];
  const remedy = instead(value, names, `Describe it below ${what}s.`);
  return [{ key, value, problem: `is no ${what} of this system`, remedy }];
}

const entries = (value: unknown): [string, unknown][] =>
  isObject(value) ? Object.entries(value) : [];
