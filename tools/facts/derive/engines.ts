import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readType, type Schema } from "./cloudformation.ts";

interface Conditional extends Schema {
  readonly allOf?: readonly {
    readonly if: { readonly properties: Readonly<Record<string, { readonly const?: string }>> };
    readonly then: { readonly properties: Readonly<Record<string, Schema>> };
  }[];
}
type ByRegion = Readonly<Record<string, Conditional>>;

/** Open-source engines; licensed ones are not used. */
const engines = ["aurora-mysql", "aurora-postgresql", "mariadb", "mysql", "postgres"];

function extension(folder: string, file: string): unknown {
  const path = join(folder, "cfnlint/data/schemas/extensions", file);
  return JSON.parse(readFileSync(path, "utf8"));
}

/** Versions by engine. */
export function deriveEngines(folder: string): Record<string, string[]> {
  const versions = new Map<string, Set<string>>();
  const add = (engine: string, values: readonly (string | number)[]): void => {
    const known = versions.get(engine) ?? new Set<string>();
    values.forEach((value) => known.add(String(value)));
    versions.set(engine, known);
  };
  for (const file of [
    "aws_rds_dbcluster/engine_version.json",
    "aws_rds_dbinstance/engine_version.json",
    "aws_elasticache_cachecluster/engine_version.json",
  ]) {
    for (const rule of (extension(folder, file) as Conditional).allOf ?? []) {
      const engine = rule.if.properties["Engine"]?.const;
      const values = rule.then.properties["EngineVersion"]?.enum;
      const wanted =
        engine !== undefined && (file.includes("elasticache") || engines.includes(engine));
      if (wanted && values) add(engine, values);
    }
  }
  const docdb = readType(folder, "AWS::DocDB::DBCluster")?.properties?.["EngineVersion"];
  add("docdb", docdb?.enum ?? []);
  return Object.fromEntries(
    [...versions].map(([engine, known]) => [engine, [...known].sort(newer)]),
  );
}

/** Ascending, by the numbers in the version. */
function newer(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

const classFiles = {
  ec2: "aws_ec2_instance/instancetype_enum.json",
  docdb: "aws_docdb_dbinstance/dbinstanceclass_enum.json",
  elasticache: "aws_elasticache_cachecluster/cachenodetype_enum.json",
  mq: "aws_amazonmq_broker/instancetype_enum.json",
} as const;

/** Instance classes by service (RDS: by engine), with a bit mask of the regions that offer them. */
export function deriveClasses(
  folder: string,
  regions: readonly string[],
): Record<string, Record<string, string>> {
  const tables: Record<string, Record<string, string>> = {};
  for (const [service, file] of Object.entries(classFiles)) {
    const known = extension(folder, file) as ByRegion;
    tables[service] = bits(regions, (region) => known[region]?.enum ?? []);
  }
  const rds = extension(folder, "aws_rds_dbinstance/dbinstanceclass_enum.json") as ByRegion;
  for (const engine of engines) {
    tables[`rds/${engine}`] = bits(regions, (region) =>
      (rds[region]?.allOf ?? [])
        .filter((rule) => rule.if.properties["Engine"]?.const === engine)
        .flatMap((rule) => rule.then.properties["DBInstanceClass"]?.enum ?? []),
    );
  }
  return tables;
}

function bits(
  regions: readonly string[],
  classes: (region: string) => readonly (string | number)[],
): Record<string, string> {
  const found = new Map<string, bigint>();
  regions.forEach((region, index) => {
    for (const name of new Set(classes(region).map(String))) {
      found.set(name, (found.get(name) ?? 0n) | (1n << BigInt(index)));
    }
  });
  const sorted = [...found].sort(([a], [b]) => newer(a, b));
  return Object.fromEntries(sorted.map(([name, set]) => [name, set.toString(36)]));
}
