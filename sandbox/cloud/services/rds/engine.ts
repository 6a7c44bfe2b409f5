import { engineVersions, instanceClasses, regions } from "../../facts.ts";
import type { Cloud } from "../../model.ts";
import { Refusal } from "../../refusal.ts";

/** Versions with a requested prefix: `16` selects the newest 16. */
export function versionOf(engine: string, wanted: string | undefined): string | undefined {
  const versions = engineVersions(engine);
  if (wanted === undefined) return versions.at(-1);
  const fits = versions.filter((one) => one === wanted || one.startsWith(`${wanted}.`));
  return fits.at(-1);
}

/** @throws Refusal for an unknown version of a known engine */
export function admitVersion(engine: string, wanted: string | undefined): string | undefined {
  if (engineVersions(engine).length === 0) return wanted;
  const found = versionOf(engine, wanted);
  if (found === undefined)
    throw new Refusal(
      `InvalidParameterCombination: Cannot find version ${wanted ?? ""} for ${engine}`,
    );
  return found;
}

/** @throws Refusal for a class that does not exist, or that the region or the engine does not offer */
export function admitClass(
  cloud: Cloud,
  service: "rds" | "docdb",
  wanted: string,
  engine: string,
  version: string | undefined,
): void {
  const narrowed = service === "rds" ? engine : undefined;
  const offered = instanceClasses(service, cloud.region, narrowed);
  if (wanted === "db.serverless" || offered.length === 0 || offered.includes(wanted)) return;
  const exists = regions().some((region) => instanceClasses(service, region).includes(wanted));
  if (!exists) throw new Refusal(`InvalidParameterValue: Invalid DB Instance class: ${wanted}`);
  throw new Refusal(
    `InvalidParameterCombination: RDS does not support creating a DB instance with the following combination: DBInstanceClass=${wanted}, Engine=${engine}, EngineVersion=${version ?? ""}. For supported combinations of instance class and database engine version, see the documentation.`,
  );
}

/** Major version for upgrades and families. */
export function majorOf(engine: string, version: string): string {
  const [first = "", second = ""] = version.split(".");
  return /postgres/.test(engine) && Number(first) >= 10 ? first : `${first}.${second}`;
}

/** Family of a version's parameter groups, e.g. `postgres16`, `mysql8.0`, `aurora-mysql8.0`, `docdb5.0`. */
export function familyOf(engine: string, version: string): string {
  return `${engine}${majorOf(engine, version)}`;
}

/**
 * Checks a change of the version.
 * @throws Refusal for an older version, or a major upgrade that is not allowed
 */
export function admitUpgrade(
  engine: string,
  from: string,
  wanted: string | undefined,
  isMajorAllowed: boolean,
): string {
  const to = admitVersion(engine, wanted);
  if (wanted === undefined || to === undefined || from.startsWith(`${wanted}.`) || from === wanted)
    return from;
  const versions = engineVersions(engine);
  if (versions.indexOf(to) < versions.indexOf(from))
    throw new Refusal(
      `InvalidParameterCombination: Cannot upgrade ${engine} from ${from} to ${to}`,
    );
  if (majorOf(engine, from) !== majorOf(engine, to) && !isMajorAllowed)
    throw new Refusal(
      "InvalidParameterCombination: The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.",
    );
  return to;
}

/** Default port by engine. */
export function portOf(engine: string): number {
  if (engine.includes("postgres")) return 5432;
  if (engine === "docdb") return 27017;
  if (engine.startsWith("sqlserver")) return 1433;
  if (engine.startsWith("oracle") || engine.startsWith("custom-oracle")) return 1521;
  return 3306;
}
