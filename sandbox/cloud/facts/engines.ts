import { FactsFile } from "./file.ts";
import { regions } from "./regions.ts";

const derived = new FactsFile("engines.json");
const kept = new FactsFile("versions.json");
const classes = new FactsFile("classes.json");

/** Last day of an EKS version's support (ISO); undefined if AWS has not announced it. */
export interface EksSupport {
  readonly standard?: string;
  readonly extended?: string;
}

/**
 * Versions of an engine, oldest first. Engines have AWS's names: `mariadb`, `aurora-mysql`, `docdb`, `redis`, `valkey`, `RabbitMQ`,
 * `ActiveMQ`, `eks`. Empty for an unknown engine.
 */
export function engineVersions(engine: string): readonly string[] {
  if (engine === "eks") return Object.keys(kept.entry<Record<string, EksSupport>>("eks") ?? {});
  return derived.entry<string[]>(engine) ?? kept.entry<string[]>(engine) ?? [];
}

/** Support of an EKS version; undefined for a version that cannot be created. */
export function eksSupport(version: string): EksSupport | undefined {
  return kept.entry<Record<string, EksSupport>>("eks")?.[version];
}

/**
 * Instance classes that a region offers.
 * @param service `rds`, `docdb`, `elasticache`, `mq` or `ec2`
 * @param engine one engine of `rds`; all engines by default
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

/** Whether a number in base 36 has the bit. */
function has(set: string, index: number): boolean {
  let value = 0n;
  for (const digit of set) value = value * 36n + BigInt(parseInt(digit, 36));
  return ((value >> BigInt(index)) & 1n) === 1n;
}
