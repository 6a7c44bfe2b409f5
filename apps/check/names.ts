import { internalRouteOf } from "../../components/app-service/network.ts";
import { secretsOf } from "../../components/app-service/variables.ts";
import { validateLabel, longestName } from "../../components/check/names.ts";
import {
  aclSecret,
  keyfileSecret,
  membersService,
  provisionName,
  rootSecret,
  userSecret,
} from "../../components/check/store-names.ts";
import type { ValidationIssue } from "../../components/validation.ts";
import { type Known, usesOf } from "./known.ts";

/** Names that are taken in every namespace: its own ServiceAccount, and the policy that denies everything. */
const taken = ["default", "deny-all"];

/** Names that Kubernetes accepts, and that no two objects of the system would share. */
export function validateNames(known: Known): ValidationIssue[] {
  const all = [...known.stores, ...known.services];
  const alone = all.flatMap(({ name, key }): ValidationIssue[] => {
    const found = taken.includes(name)
      ? { problem: "every namespace has already", remedy: "Choose another name." }
      : validateLabel(name, longestName);
    if (found === undefined) return [];
    const { problem, remedy = "" } = typeof found === "string" ? { problem: found } : found;
    return [{ key, value: undefined, problem: `has a name that ${problem}`, remedy }];
  });
  return alone.length > 0 ? alone : validateObjects(known);
}

interface Maker {
  /** What stands for the object in the system. */
  readonly key: string;
  readonly kind: "Service" | "Secret" | "HTTPRoute";
  readonly name: string;
}

/** The objects whose names are made of a name and a suffix, or of two names. */
function objectsOf({ services, stores, routes, internalRoutes }: Known): Maker[] {
  const isRouted = (by: Known["routes"], name: string) => Object.values(by).includes(name);
  return [
    ...stores
      .filter(({ engine }) => engine !== "vault")
      .flatMap(({ name, key, engine }): Maker[] => [
        { key, kind: "Service", name },
        { key, kind: "Service", name: provisionName(name) },
        { key, kind: "Secret", name: rootSecret(name) },
        ...(engine === "mongodb"
          ? ([
              { key, kind: "Service", name: membersService(name) },
              { key, kind: "Secret", name: keyfileSecret(name) },
            ] as const)
          : []),
        ...(engine === "valkey" ? ([{ key, kind: "Secret", name: aclSecret(name) }] as const) : []),
      ]),
    ...services.flatMap((service): Maker[] => [
      { key: service.key, kind: "Service", name: service.name },
      ...(isRouted(routes, service.name)
        ? ([{ key: service.key, kind: "HTTPRoute", name: service.name }] as const)
        : []),
      ...(isRouted(internalRoutes, service.name)
        ? ([{ key: service.key, kind: "HTTPRoute", name: internalRouteOf(service.name) }] as const)
        : []),
      ...(service.spec.secrets === undefined
        ? []
        : ([{ key: service.key, kind: "Secret", name: secretsOf(service.name) }] as const)),
      ...[...new Set(usesOf(service))].map((store): Maker => ({
        key: service.key,
        kind: "Secret",
        name: userSecret(service.name, store),
      })),
    ]),
  ];
}

function validateObjects(known: Known): ValidationIssue[] {
  const first = new Map<string, string>();
  const remedy = "Rename one of them.";
  return objectsOf(known).flatMap(({ key, kind, name }): ValidationIssue[] => {
    const id = `${kind} ${name}`;
    const other = first.get(id);
    if (other === undefined) first.set(id, key);
    const same = "has the name of a store; both would be a Service";
    if (other !== undefined) {
      const problem =
        other !== key &&
        kind === "Service" &&
        key.endsWith(`.${name}`) &&
        other.endsWith(`.${name}`)
          ? same
          : `makes the ${id}, and so does ${other === key ? "another part of it" : other}`;
      return [{ key, value: undefined, problem, remedy }];
    }
    return name.length > 63
      ? [
          {
            key,
            value: undefined,
            problem: `makes the ${id}, which has ${name.length} letters`,
            remedy: "At most 63 fit; shorten a name.",
          },
        ]
      : [];
  });
}
