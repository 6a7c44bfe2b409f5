/** Properties as the provider's schema names them, without the wire's marks of secrets. */
export type Properties = Readonly<Record<string, unknown>>;

/** One resource as the simulated cloud has it. */
export interface CloudRecord {
  readonly type: string;
  readonly id: string;
  /** `aws-global` for what has no region. */
  readonly region: string;
  /** Inputs and outputs; a secret is only a keyed hash here. */
  readonly properties: Properties;
  /** Keyed hashes of the secret properties, by name. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Identifier of the resource for which AWS made this one; it does not block the deletion of that resource, and is deleted with it. */
  readonly owner?: string;
}

/** What a behaviour makes beside the resource itself. */
export type Made = Pick<CloudRecord, "type" | "id" | "properties" | "owner">;

/** The Kubernetes API that stands for the one of every EKS cluster. */
export interface ApiServer {
  /** `https://127.0.0.1:<port>`. */
  readonly server: string;
  /** Certificate of its authority, PEM in base64. */
  readonly certificateAuthority: string;
  /** Path of the administrator's kubeconfig; its keys are nowhere else. */
  readonly kubeconfig: string;
}

/** The cloud as a behaviour sees it: one account in one region, and what is global. */
export interface Cloud {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  /** ARN of the role or user that asks. */
  readonly principal: string;
  /** Undefined where no Kubernetes runs beside the cloud. */
  readonly apiServer: ApiServer | undefined;
  list(type: string): readonly CloudRecord[];
  find(type: string, id: string): CloudRecord | undefined;
  /** Records of a type that have all of these property values. */
  where(type: string, properties: Properties): readonly CloudRecord[];
  /** Properties of one record; empty if it does not exist. */
  of(type: string, id: string): Properties;
  /** Makes or changes another resource than the one under work. */
  put(made: Made): void;
  remove(type: string, id: string): void;
}

/** A resource that is being made or changed. */
export interface Order {
  readonly type: string;
  readonly id: string;
  readonly arn: string | undefined;
  /** Last part of the URN, for messages only: AWS does not know it. */
  readonly name: string;
  readonly inputs: Properties;
  /** Hexadecimal digits that belong to this resource alone, for identifiers of what is made with it. */
  readonly digits: (purpose: string) => string;
}

/** One thing wrong with the inputs, seen before anything is asked of AWS. */
export interface InputFault {
  readonly property: string;
  readonly reason: string;
}

/** Returns outputs, or has none. */
type Step<Args extends readonly unknown[]> =
  ((...args: Args) => Properties | undefined) | ((...args: Args) => void);

/**
 * What a resource does beside being kept. Each part may throw a `Refusal`, and returns outputs to be kept beside the
 * inputs. References, unique names, quotas and dependants are rows of data, and are looked at before.
 */
export interface Behaviour {
  /** Called in previews too; `inputs` lacks values that are unknown yet. */
  readonly check?: (inputs: Properties) => readonly InputFault[];
  /** The identifier, where it is found in the cloud and not made; `undefined` for the template's. */
  readonly identify?: (inputs: Properties, cloud: Cloud) => string | undefined;
  readonly create?: Step<[order: Order, cloud: Cloud]>;
  /** @param before the record as it stands */
  readonly update?: Step<[order: Order, cloud: Cloud, before: CloudRecord]>;
  readonly remove?: (record: CloudRecord, cloud: Cloud) => void;
  /**
   * What the provider waits for in vain after a creation or a change, as it says it; `undefined` where it ends well. The
   * resource is in the state then, and not finished.
   */
  readonly unfinished?: (record: CloudRecord, cloud: Cloud) => string | undefined;
  /** Outputs that follow from what else there is, e.g. the state of a group. */
  readonly read?: (record: CloudRecord, cloud: Cloud) => Properties;
}

/** An input that names another resource. */
export interface Reference {
  /** Types of which one must have it. */
  readonly to: readonly string[];
  /** Property of the other that is named. @default "id" */
  readonly by?: string;
  /** AWS's error: code and text, joined by `: `; `{value}` stands for the name. */
  readonly error: string;
  /** Values that are AWS's own, and always there: `default.postgres16`. */
  readonly except?: RegExp;
  /** What the deletion of the other does: it is refused, takes this one along, or does not care. @default "refuse" */
  readonly onDelete?: "refuse" | "cascade" | "ignore";
}

/**
 * One resource type. An error is AWS's code and text, joined by `: `; `{id}` and properties in braces are filled in. In templates `{account}`, `{region}`, `{partition}`, `{id}`, `{arn}` and `{<property>}` are
 * filled in, `*` becomes AWS's seventeen digits, `{hex}` sixteen, `{uuid}` a UUID, `{six}` six digits.
 */
export interface ResourceRow {
  readonly type: string;
  /** It has no region. @default false */
  readonly global?: boolean;
  /** Input that the provider names from the logical name. @default "name" where it is an optional input; `false`: none */
  readonly autoname?: string | false;
  /** Further inputs of which a change replaces, because the provider's code decides it while it plans; say the source. */
  readonly replaces?: readonly string[];
  /** Values that AWS gives an input that is left out; the provider's own defaults are facts. */
  readonly defaults?: Properties;
  /** Outputs that an update may change: unknown in its preview. */
  readonly moving?: readonly string[];
  /** The old one goes first when it is replaced. @default only when `unique` would refuse the new one */
  readonly deleteBeforeReplace?: boolean;
  /** Beside those that properties mean everywhere (references.ts); `undefined` takes one of these back. */
  readonly references?: Readonly<Record<string, Reference | undefined>>;
  readonly behaviour?: Behaviour;
}

/** What a function of the provider answers. It may throw a `Refusal` or an error in the provider's words. */
export type Invoke = (args: Properties, cloud: Cloud) => Properties;
