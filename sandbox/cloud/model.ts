/** Properties in the names of the provider's schema, without markers of secrets. */
export type Properties = Readonly<Record<string, unknown>>;

/** One resource in the simulated cloud. */
export interface CloudRecord {
  readonly type: string;
  readonly id: string;
  /** `aws-global` for resources without a region. */
  readonly region: string;
  /** Inputs and outputs. A secret one is only a keyed hash. */
  readonly properties: Properties;
  /** Keyed hashes of the secret properties, by name. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Identifier of the resource for which AWS created this one. It does not block that resource's deletion, and is deleted with it. */
  readonly owner?: string;
}

/** Further records that a behaviour creates. */
export type Made = Pick<CloudRecord, "type" | "id" | "properties" | "owner">;

/** The Kubernetes API of all EKS clusters. */
export interface ApiServer {
  /** `https://127.0.0.1:<port>`. */
  readonly server: string;
  /** Certificate of its authority, PEM in base64. */
  readonly certificateAuthority: string;
  /** Path of the administrator's kubeconfig, the only place of its keys. */
  readonly kubeconfig: string;
}

/** The cloud as a behaviour sees it: one account in one region, with global resources. */
export interface Cloud {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  /** ARN of the caller's role or user. */
  readonly principal: string;
  /** Undefined if no Kubernetes runs. */
  readonly apiServer: ApiServer | undefined;
  list(type: string): readonly CloudRecord[];
  find(type: string, id: string): CloudRecord | undefined;
  /** Records of a type with all of these property values. */
  where(type: string, properties: Properties): readonly CloudRecord[];
  /** Properties of one record; empty if it does not exist. */
  of(type: string, id: string): Properties;
  /** Creates or changes another resource. */
  put(made: Made): void;
  remove(type: string, id: string): void;
}

/** A resource in creation or change. */
export interface Order {
  readonly type: string;
  readonly id: string;
  readonly arn: string | undefined;
  /** Last part of the URN, for messages only. */
  readonly name: string;
  readonly inputs: Properties;
  /** Hexadecimal digits that are unique to this resource, for identifiers of further records. */
  readonly digits: (purpose: string) => string;
}

/** An error in the inputs that is found without a request to AWS. */
export interface InputFault {
  readonly property: string;
  readonly reason: string;
}

/** Returns outputs or undefined. */
type Step<Args extends readonly unknown[]> =
  ((...args: Args) => Properties | undefined) | ((...args: Args) => void);

/**
 * Behaviour of a resource type beyond its storage. Each part may throw a `Refusal`, and returns further outputs. References, unique names,
 * quotas and dependants are rows of data, and are checked before.
 */
export interface Behaviour {
  /** Also called in previews, where `inputs` lacks unknown values. */
  readonly check?: (inputs: Properties) => readonly InputFault[];
  /** The identifier of a resource that is found instead of created; `undefined` for the template's. */
  readonly identify?: (inputs: Properties, cloud: Cloud) => string | undefined;
  readonly create?: Step<[order: Order, cloud: Cloud]>;
  /** @param before the current record */
  readonly update?: Step<[order: Order, cloud: Cloud, before: CloudRecord]>;
  readonly remove?: (record: CloudRecord, cloud: Cloud) => void;
  /**
   * The provider's error after it has waited in vain for a creation or a change; `undefined` on success. The resource is then in the
   * state, unfinished.
   */
  readonly unfinished?: (record: CloudRecord, cloud: Cloud) => string | undefined;
  /** Outputs that depend on other resources, e.g. the state of a group. */
  readonly read?: (record: CloudRecord, cloud: Cloud) => Properties;
}

/** An input that names another resource. */
export interface Reference {
  /** Types, one of which the named resource must have. */
  readonly to: readonly string[];
  /**
   * Property of the named resource.
   * @default "id"
   */
  readonly by?: string;
  /** AWS's error: code and text, joined by `: `; `{value}` stands for the name. */
  readonly error: string;
  /** Values that always exist, because AWS owns them: `default.postgres16`. */
  readonly except?: RegExp;
  /**
   * Effect on the deletion of the named resource: refuse it, delete this one too, or none.
   * @default "refuse"
   */
  readonly onDelete?: "refuse" | "cascade" | "ignore";
}

/**
 * One resource type. An error is AWS's code and text, joined by `: `; `{id}` and property names in braces are placeholders. Templates
 * contain `{account}`, `{region}`, `{partition}`, `{id}`, `{arn}` and `{<property>}`; `*` becomes AWS's seventeen digits, `{hex}` sixteen,
 * `{uuid}` a UUID, `{six}` six digits.
 */
export interface ResourceRow {
  readonly type: string;
  /**
   * Whether it has no region.
   * @default false
   */
  readonly global?: boolean;
  /**
   * Input that the provider generates from the logical name.
   * @default "name" if it is an optional input; `false`: none
   */
  readonly autoname?: string | false;
  /** Further inputs whose change replaces, because the provider's code decides so while it plans. Name the source. */
  readonly replaces?: readonly string[];
  /** AWS's defaults of absent inputs; the provider's own defaults are facts. */
  readonly defaults?: Properties;
  /** Outputs that an update may change, so they are unknown in its preview. */
  readonly moving?: readonly string[];
  /**
   * Whether a replacement deletes the old one first.
   * @default only if `unique` would refuse the new one
   */
  readonly deleteBeforeReplace?: boolean;
  /** References beyond those of references.ts; `undefined` removes one of these. */
  readonly references?: Readonly<Record<string, Reference | undefined>>;
  readonly behaviour?: Behaviour;
}

/** A function of the provider. It may throw a `Refusal` or an error in the provider's words. */
export type Invoke = (args: Properties, cloud: Cloud) => Properties;
