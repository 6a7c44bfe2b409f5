import { type Owner, Value } from "./value.ts";

/** What the engine hands over of a resource, before it is made and in a stack validation alike. */
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
  /** URNs that each input property is made of; empty before the resource is made. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

/** A resource as the rules see it. */
export interface Resource extends Owner {
  /** Canonical: an alias such as `aws:s3/bucketV2:BucketV2` reads `aws:s3/bucket:Bucket`. */
  readonly type: string;
  readonly props: Value;
  /** What the program says, without what the provider adds. */
  readonly inputs: Value;
  readonly protect: boolean;
  /** Canonical URN of the provider: what two providers hold is not in one cluster or account. */
  readonly provider: string;
  readonly providerProps: Value;
  readonly parent: string | undefined;
  /** URNs that each input property is made of. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

const loadBalancerAliases = /^aws:(?:alb|applicationloadbalancing|elasticloadbalancingv2)\//;
const s3Alias = /^aws:s3\/(\w+)V2:(\w+)V2$/;

/** One token for each kind of resource: aliases of an older provider are read as the present one. */
export const canonical = (type: string): string =>
  type.replace(s3Alias, "aws:s3/$1:$2").replace(loadBalancerAliases, "aws:lb/");

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

/** The objects in a list such as `kubernetes:apps/v1:DeploymentList`, each as a resource; what is no list is itself. */
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

const judged = new WeakMap<readonly string[], Map<string, boolean>>();

/** Whether a token is one of those that a rule names; `kubernetes:*:Deployment` is any version of it. */
export function matchesType(type: string, patterns: readonly string[]): boolean {
  const known = judged.get(patterns) ?? new Map<string, boolean>();
  judged.set(patterns, known);
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
