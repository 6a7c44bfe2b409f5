import { FactsFile } from "./file.ts";
import { regions } from "./regions.ts";

const derived = new FactsFile("engines.json");
const kept = new FactsFile("versions.json");
const classes = new FactsFile("classes.json");

/** Support of an EKS version, by the day on which it ends (ISO); the AWS documentation has no day yet where it is undefined. */
export interface EksSupport {
  readonly standard?: string;
  readonly extended?: string;
}

/**
 * Versions of a database or broker engine, oldest first, as AWS names the engine: `mariadb`, `aurora-mysql`,
 * `docdb`, `redis`, `valkey`, `RabbitMQ`, `ActiveMQ`, `eks`. Empty for an engine that is not known.
 */
export function engineVersions(engine: string): readonly string[] {
  if (engine === "eks") return Object.keys(kept.entry<Record<string, EksSupport>>("eks") ?? {});
  return derived.entry<string[]>(engine) ?? kept.entry<string[]>(engine) ?? [];
}

/** Until when EKS supports a version; undefined for one that cannot be created. */
export function eksSupport(version: string): EksSupport | undefined {
  return kept.entry<Record<string, EksSupport>>("eks")?.[version];
}

/**
 * Instance classes that may be ordered in a region.
 * @param service `rds`, `docdb`, `elasticache`, `mq` or `ec2`
 * @param engine narrows `rds` to one engine; all engines otherwise
 */
export function instanceClasses(
  service: string,
  region: string,
  engine?: string,
): readonly string[] {
  const index = regions().indexOf(region);
  if (index < 0) return [];
  const tables = classes
    .keys()
    .filter(
      (key) =>
        key === (engine === undefined ? service : `${service}/${engine}`) ||
        (engine === undefined && key.startsWith(`${service}/`)),
    );
  const found = tables.flatMap((key) =>
    Object.entries(classes.entry<Record<string, string>>(key) ?? {})
      .filter(([, set]) => has(set, index))
      .map(([name]) => name),
  );
  return [...new Set(found)];
}

/** Whether the number, written to the base 36, has the bit. */
function has(set: string, index: number): boolean {
  let value = 0n;
  for (const digit of set) value = value * 36n + BigInt(parseInt(digit, 36));
  return ((value >> BigInt(index)) & 1n) === 1n;
}
