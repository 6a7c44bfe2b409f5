import { unknown } from "../support/case.ts";

type Props = Readonly<Record<string, unknown>>;

/** An AWS resource of a Pulumi program, with every value known that the comparison needs. */
export interface Convertible {
  readonly type: string;
  readonly name: string;
  readonly props: Props;
  /** Names of the resources that an input property is made of, with the type before it where several have one name. */
  readonly uses?: Readonly<Record<string, readonly string[]>>;
}

/** Terraform's names that do not follow from Pulumi's token. */
const resourceTypes: Readonly<Record<string, string>> = {
  "cloudtrail/trail:Trail": "aws_cloudtrail",
  "ec2clientvpn/endpoint:Endpoint": "aws_ec2_client_vpn_endpoint",
  "ec2clientvpn/authorizationRule:AuthorizationRule": "aws_ec2_client_vpn_authorization_rule",
  "lb/loadBalancer:LoadBalancer": "aws_lb",
  "rds/instance:Instance": "aws_db_instance",
  "rds/parameterGroup:ParameterGroup": "aws_db_parameter_group",
  "rds/subnetGroup:SubnetGroup": "aws_db_subnet_group",
};

/** Lists of blocks that Terraform names in the plural too. */
const plurals = new Set(["block_device_mappings", "network_interfaces"]);
/** Objects that are maps, and no blocks. */
const maps = new Set(["tags", "tags_all", "variables", "labels", "key_usage"]);
/** Documents that Pulumi takes as objects too. */
const documents = new Set(["policy", "assume_role_policy", "inline_policy"]);

const snake = (key: string): string =>
  key.replace(/[A-Z]+(?![a-z])|[A-Z]/g, (part) => `_${part.toLowerCase()}`).replace(/^_/, "");

const singular = (key: string): string => {
  if (plurals.has(key) || !key.endsWith("s")) return key;
  return key.endsWith("ies") ? `${key.slice(0, -3)}y` : key.replace(/(?<=[sx])es$|s$/, "");
};

const isObject = (value: unknown): value is Props =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** `aws_s3_bucket` of `aws:s3/bucketV2:BucketV2`; undefined for what is no resource of the AWS provider. */
export function terraformType(token: string): string | undefined {
  const [, module = "", rest = ""] = /^aws:([^/:]+)\/(\w+:\w+)$/.exec(token) ?? [];
  if (module === "") return undefined;
  const current = module === "alb" ? "lb" : module;
  const known = resourceTypes[`${current}/${rest}`];
  if (known !== undefined) return known;
  const kind = snake((rest.split(":")[1] ?? "").replace(/V2$/, ""));
  return current === "ec2" ? `aws_${kind}` : `aws_${current}_${kind}`;
}

function block(props: Props): Props {
  return Object.fromEntries(
    Object.entries(props).flatMap(([key, value]) => {
      if (value === undefined || value === unknown || key.startsWith("__")) return [];
      const name = snake(key);
      if (documents.has(name)) return [[name, isObject(value) ? JSON.stringify(value) : value]];
      if (maps.has(name)) return [[name, value]];
      if (isObject(value)) return [[name, [block(value)]]];
      if (Array.isArray(value) && value.some(isObject))
        return [[singular(name), value.filter(isObject).map(block)]];
      return [[name, value]];
    }),
  );
}

/** A resource's name as Terraform allows it. */
const label = (name: string): string => name.replace(/\W/g, "_");

/** The document of `terraform show -json <plan>`, as far as Checkov reads it. */
export function terraformPlan(resources: readonly Convertible[]): object {
  const all = resources.flatMap((resource) => {
    const type = terraformType(resource.type);
    if (type === undefined) return [];
    const name = label(resource.name);
    return [{ ...resource, terraform: type, label: name, address: `${type}.${name}` }];
  });
  const addresses = new Map(
    all.flatMap(({ type, name, address }) => [
      [name, address],
      [`${type} ${name}`, address],
    ]),
  );
  const common = { mode: "managed", provider_name: "registry.terraform.io/hashicorp/aws" };
  return {
    format_version: "1.2",
    terraform_version: "1.9.0",
    planned_values: {
      root_module: {
        resources: all.map(({ address, terraform, label: name, props }) => ({
          ...{ ...common, address, type: terraform, name, schema_version: 0 },
          values: block(props),
        })),
      },
    },
    resource_changes: all.map(({ address, terraform, label: name, props }) => ({
      ...{ ...common, address, type: terraform, name },
      change: { actions: ["create"], before: null, after: block(props), after_unknown: {} },
    })),
    configuration: {
      root_module: {
        resources: all.map(({ address, terraform, label: name, uses = {} }) => ({
          ...{ mode: "managed", address, type: terraform, name, provider_config_key: "aws" },
          expressions: Object.fromEntries(
            Object.entries(uses).map(([key, names]) => [
              snake(key),
              {
                references: names.flatMap((used) => {
                  const target = addresses.get(used);
                  return target === undefined ? [] : [`${target}.id`, target];
                }),
              },
            ]),
          ),
          schema_version: 0,
        })),
      },
    },
  };
}
