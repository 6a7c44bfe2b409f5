import { KubernetesGraph } from "./kubernetes/graph.ts";
import { matchesType, type Resource } from "./resource.ts";
import { Undecided } from "./unknown.ts";
import type { Value } from "./value.ts";

/** Properties of an AWS resource that another resource may refer to. */
const identifiers = [
  "id",
  "arn",
  "name",
  "bucket",
  "keyId",
  "keyArn",
  "clusterIdentifier",
  "replicationGroupId",
  "zoneId",
  "dnsName",
  "fqdn",
  "domainName",
  "bucketRegionalDomainName",
  "bucketDomainName",
  "websiteEndpoint",
  "identifier",
  "allocationId",
  "tableArn",
  "defaultRouteTableId",
] as const;

/** The whole stack and its references, built once for all rules. */
export class Graph {
  readonly resources: readonly Resource[];
  readonly #byUrn: ReadonlyMap<string, Resource>;
  readonly #byType = new Map<string, Resource[]>();
  #byIdentifier: Map<string, Resource[]> | undefined;
  #kubernetes: KubernetesGraph | undefined;

  constructor(resources: readonly Resource[]) {
    this.resources = resources;
    this.#byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    for (const resource of resources) push(this.#byType, resource.type, resource);
  }

  get kubernetes(): KubernetesGraph {
    return (this.#kubernetes ??= new KubernetesGraph(this.resources));
  }

  /** The resources of these tokens. `*` matches any version or kind. */
  of(...types: readonly string[]): readonly Resource[] {
    return [...this.#byType].flatMap(([type, list]) => (matchesType(type, types) ? list : []));
  }

  byUrn(urn: string): Resource | undefined {
    return this.#byUrn.get(urn);
  }

  /**
   * The resources of these tokens that a property refers to by an identifier. If a preview does not know the identifier,
   * the dependencies of the property count. The known name of something outside of the stack gives an empty list.
   * @throws Undecided
   */
  targets(at: Value, ...types: readonly string[]): readonly Resource[] {
    if (!at.unknown) {
      const raw = at.plain;
      if (Array.isArray(raw)) {
        const all = at.list.flatMap((entry) => this.targets(entry, ...types));
        return [...new Set(all)];
      }
      return typeof raw === "string"
        ? (this.#identified().get(raw) ?? []).filter(({ type }) => matchesType(type, types))
        : [];
    }
    const owner = this.#byUrn.get(at.owner.urn);
    const made = (owner?.propertyDependencies[at.root] ?? []).flatMap(
      (urn) => this.#byUrn.get(urn) ?? [],
    );
    const fitting = made.filter(({ type }) => matchesType(type, types));
    if (fitting.length === 0) throw new Undecided(at.owner.urn, at.path);
    return fitting;
  }

  /**
   * The resources of these tokens that refer to the target.
   * @throws Undecided if there is none, and one of them refers to an unknown value
   */
  referrers(
    target: Resource,
    property: (from: Resource) => Value,
    ...types: readonly string[]
  ): readonly Resource[] {
    let open: Undecided | undefined;
    const found = this.of(...types).filter((from) => {
      try {
        return this.targets(property(from), target.type).includes(target);
      } catch (error) {
        if (!(error instanceof Undecided)) throw error;
        open ??= error;
        return false;
      }
    });
    if (found.length === 0 && open !== undefined) throw open;
    return found;
  }

  #identified(): ReadonlyMap<string, readonly Resource[]> {
    if (this.#byIdentifier !== undefined) return this.#byIdentifier;
    const all = new Map<string, Resource[]>();
    for (const resource of this.resources) {
      const names = new Set<string>();
      for (const key of identifiers) {
        const value = resource.props.at(key);
        if (!value.unknown && value.text !== undefined && value.text !== "") names.add(value.text);
      }
      for (const name of names) push(all, name, resource);
    }
    return (this.#byIdentifier = all);
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
