import { type Owner, Value } from "./value.ts";

/** A resource as the engine passes it to a pack, before its creation and in the validation of the stack. */
export interface EngineResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** Decoded: see `wire.ts`. */
  readonly props: Readonly<Record<string, unknown>>;
  readonly protect: boolean;
  readonly parent?: string;
  /** Absent for components. */
  readonly provider?: { readonly urn: string; readonly props: Readonly<Record<string, unknown>> };
  /** The URNs that each input property depends on. Empty before the resource is created. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

/** A resource as the rules see it. */
export interface Resource extends Owner {
  /** Canonical: an alias such as `aws:s3/bucketV2:BucketV2` reads `aws:s3/bucket:Bucket`. */
  readonly type: string;
  readonly props: Value;
  /** The inputs of the program, without the outputs of the provider. */
  readonly inputs: Value;
  readonly protect: boolean;
  /** Canonical URN of the provider. Resources of two providers are not in the same cluster or account. */
  readonly provider: string;
  readonly providerProps: Value;
  readonly parent: string | undefined;
  /** The URNs that each input property depends on. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

const loadBalancerAliases = /^aws:(?:alb|applicationloadbalancing|elasticloadbalancingv2)\//;
const s3Alias = /^aws:s3\/(\w+)V2:(\w+)V2$/;

/** The current token of a resource type, for a token of an older provider too. */
export const canonical = (type: string): string =>
  type
    .replace(s3Alias, "aws:s3/$1:$2")
    .replace(loadBalancerAliases, "aws:lb/")
    .replace(/^aws:elasticloadbalancing\//, "aws:elb/")
    // a core object as a raw CustomResource
    .replace(/^kubernetes:v1:/, "kubernetes:core/v1:");

export function resourceOf(from: EngineResource, inputs = from.props): Resource {
  const owner: Owner = { urn: from.urn, type: canonical(from.type), name: from.name };
  return {
    ...owner,
    props: new Value(owner, from.props),
    inputs: new Value(owner, inputs),
    protect: from.protect,
    provider: from.provider?.urn ?? "",
    providerProps: new Value(owner, from.provider?.props ?? {}, ["provider"]),
    parent: from.parent,
    propertyDependencies: from.propertyDependencies,
  };
}

const listType = /^kubernetes:(.+):(\w+)List$/;

/** The resource itself, and each object in a list such as `kubernetes:apps/v1:DeploymentList` as a resource. */
export function membersOf(resource: Resource): readonly Resource[] {
  const [, group, kind] = listType.exec(resource.type) ?? [];
  const items = resource.props.at("items");
  if (group === undefined || kind === undefined || items.unknown) return [resource];
  const members = items.list.map((props, index) => ({
    ...resource,
    type: `kubernetes:${group}:${kind}`,
    props,
    inputs: resource.inputs.at("items", index),
  }));
  return [resource, ...members];
}

const matches = new WeakMap<readonly string[], Map<string, boolean>>();

/** Whether a token matches one of a rule's patterns. `kubernetes:*:Deployment` matches any version. */
export function matchesType(type: string, patterns: readonly string[]): boolean {
  const known = matches.get(patterns) ?? new Map<string, boolean>();
  matches.set(patterns, known);
  const before = known.get(type);
  if (before !== undefined) return before;
  const parts = type.split(":");
  const fits = patterns.some((pattern) => {
    const wanted = pattern.split(":");
    return parts.every((part, index) => [part, "*", undefined].includes(wanted[index]));
  });
  known.set(type, fits);
  return fits;
}
