import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A JSON schema as CloudFormation's resource types use it. */
export interface Schema {
  readonly enum?: readonly (string | number)[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** The schema of a CloudFormation type in us-east-1, which has every service. */
export function readType(folder: string, name: string): Schema | undefined {
  const schemas = join(folder, "cfnlint/data/schemas");
  const read = (file: string): unknown => JSON.parse(readFileSync(join(schemas, file), "utf8"));
  const index = read("providers/us-east-1.json") as Record<string, string>;
  const file = index[name];
  return file === undefined ? undefined : (read(`resources/${file}.json`) as Schema);
}

/** Day of the schemas, as the package states it. */
export function schemaDate(folder: string): string {
  const file = join(folder, "cfnlint/data/schemas/version.json");
  const { schema_date: date } = JSON.parse(readFileSync(file, "utf8")) as { schema_date: string };
  return date.slice(0, 10);
}
