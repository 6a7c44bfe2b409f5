/**
 * Derives policy/price/prices.json: `node tools/facts/derive-price-list.ts <folder>`.
 *
 * `<folder>` holds price readings as JSON files: EC2 (`ec2.json`), RDS (`rds-instances.json`), ElastiCache (`elasticache.json`), and
 * lists of `items` with an `id` and a `unit`. A reading is `{ usd, confidence, source }`. A price that nobody read has `recalled` in place
 * of `usd`: it becomes an estimate.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { instanceFacts, instanceNames, maxPodsOf } from "../../sandbox/cloud/facts/instances.ts";

interface Reading {
  readonly usd: number | null;
  readonly recalled?: number;
  readonly source?: string;
}
type ByRegion = Readonly<Record<string, Reading | undefined>>;
interface Item {
  readonly id: string;
  readonly unit: string;
}
type Sources = Readonly<Record<string, string>>;

const regions = ["ap-northeast-2", "us-east-1"] as const;
const engines = ["MySQL", "MariaDB", "PostgreSQL", "Aurora MySQL", "Aurora PostgreSQL"];
const caches = ["Valkey", "Redis"];
const lists = ["network-eks", "storage-backup", "secrets-logs-waf", "dns-cdn-certs"];

const folder = process.argv[2] ?? "";
const read = <T>(name: string): T =>
  JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as T;

/** Key by text; each source stands once in the result. */
const sources = new Map([["From memory or by a stated ratio: an estimate", "estimate"]]);
const rates: Record<string, unknown> = {};

function keyOf(text: string): string {
  const known = sources.get(text);
  if (known !== undefined) return known;
  const key = `s${sources.size}`;
  sources.set(text, key);
  return key;
}

function put(name: string, unit: string, of: ByRegion, texts: Sources = {}): void {
  const readings = regions.map((region) => {
    const { usd = null, recalled, source = "" } = of[region] ?? {};
    if (usd !== null) return [usd, keyOf((texts[source] ?? source).replace(/ \(global.*$/, ""))];
    return recalled === undefined ? null : [recalled, "estimate"];
  });
  if (readings.some((reading) => reading !== null)) rates[name] = [unit, ...readings];
}

for (const name of [...lists, "databases-queues"])
  for (const item of read<{ items: readonly (Item & ByRegion)[] }>(name).items)
    put(item.id, item.unit.split(" ")[0] ?? "", item);

const ec2 = read<{
  sources: Sources;
  regions: Readonly<Record<string, ByRegion>>;
  seoulMissing: ByRegion;
}>("ec2");
for (const type of instanceNames()) {
  const seoul = ec2.regions["ap-northeast-2"]?.[type] ?? ec2.seoulMissing[type];
  const virginia = ec2.regions["us-east-1"]?.[type];
  put(`ec2.${type}`, "hour", { "ap-northeast-2": seoul, "us-east-1": virginia }, ec2.sources);
}

/** Prices by class, region and engine. */
type Classes = Readonly<Record<string, Readonly<Record<string, ByRegion | undefined>>>>;
function putClasses(kind: string, classes: Classes, names: readonly string[], texts: Sources) {
  for (const [name, byRegion] of Object.entries(classes))
    for (const engine of names) {
      const of = Object.fromEntries(regions.map((region) => [region, byRegion[region]?.[engine]]));
      put(`${kind}.${name}.${engine.replace(" ", "")}`, "hour", of, texts);
    }
}
const rds = read<{ sources: Sources; instances: Classes }>("rds-instances");
putClasses("rds", rds.instances, engines, rds.sources);
const cache = read<{ sources: Sources; nodes: Classes }>("elasticache");
putClasses("cache", cache.nodes, caches, cache.sources);

const shapes = instanceNames().flatMap((name) => {
  const facts = instanceFacts(name);
  if (facts === undefined) return [];
  return [[name, [facts.vcpu, facts.memoryMiB, facts.arch, maxPodsOf(facts)]] as const];
});
const lines = (table: Iterable<readonly [string, unknown]>) =>
  [...table].map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",\n");
const texts = [...sources].map(([text, key]) => [key, text] as const);
writeFileSync(
  new URL("../../policy/price/prices.json", import.meta.url),
  `{"read":"2026-10-01","currency":"USD","regions":${JSON.stringify(regions)},
"sources":{\n${lines(texts)}},
"rates":{\n${lines(Object.entries(rates))}},
"shapes":{\n${lines(shapes)}}}\n`,
);
