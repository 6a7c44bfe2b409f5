import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { join } from "node:path";

/** The JSON schema of a CloudFormation resource type. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly (string | number)[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly createOnlyProperties?: readonly string[];
}

export interface CfnType {
  readonly name: string;
  readonly schema: Schema;
  /** Paths, such as `VpcConfig/SubnetIds`. */
  readonly createOnly: readonly string[];
  readonly arn: string | undefined;
}

interface Spec {
  readonly resource: { readonly entities: readonly SpecResource[] };
}
interface SpecResource {
  readonly cloudFormationType: string;
  readonly arnTemplate?: string;
  readonly properties: Readonly<Record<string, { readonly causesReplacement?: string }>>;
}

/** All CloudFormation types by name, in us-east-1, which has all services. */
export function readTypes(folder: string): ReadonlyMap<string, CfnType> {
  const schemas = join(folder, "cfnlint/data/schemas");
  const read = (file: string): unknown => JSON.parse(readFileSync(join(schemas, file), "utf8"));
  const index = read("providers/us-east-1.json") as Record<string, string>;
  const spec = readSpec(folder);
  const types = new Map<string, CfnType>();
  for (const [name, file] of Object.entries(index)) {
    const schema = read(`resources/${file}.json`) as Schema;
    const specified = spec.get(name);
    const replaced = Object.entries(specified?.properties ?? {})
      .filter(([, property]) => property.causesReplacement === "yes")
      .map(([property]) => property);
    const stated = (schema.createOnlyProperties ?? []).map((path) =>
      path.replace(/^\/properties\//, "").replaceAll("/*", ""),
    );
    const createOnly = [...new Set([...stated, ...replaced])];
    types.set(name, { name, schema, createOnly, arn: specified?.arnTemplate });
  }
  return types;
}

function readSpec(folder: string): ReadonlyMap<string, SpecResource> {
  const file = join(folder, "node_modules/@aws-cdk/aws-service-spec/db.json.gz");
  const db = JSON.parse(gunzipSync(readFileSync(file)).toString("utf8")) as {
    readonly schema: Spec;
  };
  const resources = db.schema.resource.entities;
  return new Map(resources.map((resource) => [resource.cloudFormationType, resource]));
}

/** Date of the schemas in the package. */
export function schemaDate(folder: string): string {
  const file = join(folder, "cfnlint/data/schemas/version.json");
  const { schema_date: date } = JSON.parse(readFileSync(file, "utf8")) as { schema_date: string };
  return date.slice(0, 10);
}
