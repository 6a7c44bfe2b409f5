import type { System } from "../../apps/system.ts";
import { isDigest, isEcr, namesHost } from "../../components/check/image.ts";
import { join } from "../../components/check/parse.ts";
import { isObject } from "../../components/check/schema.ts";
import { instead, nearest } from "../../components/check/suggest.ts";
import type { ValidationIssue } from "../../components/validation.ts";
import type { Versions } from "./schema.ts";

type Catalogue = Readonly<Record<string, System>>;

/**
 * Tags of all services, and issues for missing and unknown ones.
 * @param settings unvalidated; the schema reports tags that are not text
 * @param otherwise tag of services that are not listed
 */
export function versionsOf(
  settings: unknown,
  systems: readonly string[],
  catalogue: Catalogue,
  otherwise: string | undefined,
): { readonly versions: Versions; readonly issues: readonly ValidationIssue[] } {
  const named = isObject(settings) ? settings : {};
  const every = typeof settings === "string" ? settings : otherwise;
  const each = systems.map((name) => ({
    name,
    ...versionsOfSystem(ownOf(named, name), services(catalogue, name), ["versions", name], every),
  }));
  return {
    versions: Object.fromEntries(each.map(({ name, tags }) => [name, tags])),
    issues: withoutMeant(
      Object.keys(named)
        .filter((name) => !systems.includes(name))
        .map((name) => leftOver(["versions", name], named[name], systems, "system that runs here")),
      each.flatMap(({ issues }) => issues),
    ),
  };
}

/** A digest without a tag in ECR: the repositories' lifecycle deletes images that no tag names (ADR 27). */
export function validateDigests(
  versions: Versions,
  registry: string | undefined,
  catalogue: Catalogue,
): readonly ValidationIssue[] {
  return Object.entries(versions).flatMap(([system, services]) =>
    Object.entries(services).flatMap(([service, version]) => {
      const image: unknown = catalogue[system]?.services[service]?.image;
      // the check of a system reports an image that is not text
      if (typeof image !== "string") return [];
      const isOwn = !namesHost(image.split("/")[0] ?? "") || !image.includes("/");
      if (!isDigest(version) || !isEcr(isOwn ? (registry ?? "") : image)) return [];
      const key = join("hanok:", ["versions", system, service]);
      const problem = "is a digest without a tag, and ECR deletes an image that has none";
      const remedy = `Write its tag too: "1.4.2@${version}".`;
      return [{ key, value: version, problem, remedy }];
    }),
  );
}

function versionsOfSystem(
  settings: unknown,
  system: ReadonlyMap<string, string | undefined>,
  path: readonly string[],
  otherwise: string | undefined,
) {
  const known = [...system.keys()];
  const every = typeof settings === "string" ? settings : otherwise;
  const named = isObject(settings) ? settings : {};
  if (settings === undefined && every === undefined) return { tags: {}, issues: [missing(path)] };
  const tags = known.map((name) => {
    const served = system.get(name);
    const own = ownOf(named, name) ?? (served === undefined ? undefined : ownOf(named, served));
    return [name, own ?? every] as const;
  });
  return {
    tags: Object.fromEntries(
      tags.flatMap(([name, tag]) => (typeof tag === "string" ? [[name, tag]] : [])),
    ),
    issues: withoutMeant(
      Object.keys(named)
        .filter((name) => !known.includes(name))
        .map((name) => leftOver([...path, name], named[name], known, "service of it")),
      tags.flatMap(([name, tag]) => (tag === undefined ? [missing([...path, name])] : [])),
    ),
  };
}

const ownOf = (from: Readonly<Record<string, unknown>>, name: string): unknown =>
  Object.hasOwn(from, name) ? from[name] : undefined;

/** A misspelt name and the missing name that it stands for are one issue. */
function withoutMeant(
  unknown: readonly ValidationIssue[],
  absent: readonly ValidationIssue[],
): readonly ValidationIssue[] {
  const name = ({ key }: ValidationIssue): string => key.split(".").at(-1) ?? "";
  const meant = unknown.map((one) => nearest(name(one), absent.map(name)));
  return [...unknown, ...absent.filter((one) => !meant.includes(name(one)))];
}

const leftOver = (
  path: readonly string[],
  value: unknown,
  known: readonly string[],
  what: string,
): ValidationIssue => ({
  key: join("hanok:", path),
  value,
  problem: `is not a version of a ${what}`,
  remedy: instead(path.at(-1), known, "Leave it out."),
});

const missing = (path: readonly string[]): ValidationIssue => ({
  key: join("hanok:", path),
  value: undefined,
  problem: "is missing",
  remedy: `Write the tag of its release: pulumi config set --path '${join("hanok:", path)}' 1.4.2`,
});

/** Names of a system's services; empty for anything else. A job has the name of the service whose version it runs. */
function services(catalogue: Catalogue, system: string): ReadonlyMap<string, string | undefined> {
  const found: unknown = Object.hasOwn(catalogue, system) ? catalogue[system]?.services : undefined;
  const all = isObject(found) ? Object.entries(found) : [];
  return new Map(
    all.map(([name, spec]) => {
      const before = isObject(spec) ? spec["before"] : undefined;
      const first: unknown = Array.isArray(before) ? before[0] : undefined;
      return [name, typeof first === "string" ? first : undefined];
    }),
  );
}
