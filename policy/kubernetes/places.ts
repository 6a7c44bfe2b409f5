import { Undecided } from "../unknown.ts";
import type { Value } from "../value.ts";
import { type KubernetesObject, nameOf, namespaceOf } from "./object.ts";

/** A text, or the reason why a preview does not know it. */
function known(read: () => string): string | Undecided {
  try {
    return read();
  } catch (error) {
    if (error instanceof Undecided) return error;
    throw error;
  }
}

/** Objects by namespace and name. An object with an unknown namespace may be in any. */
export class Places<T extends KubernetesObject> {
  readonly #byNamespace = new Map<string, T[]>();
  readonly #byName = new Map<string, T>();
  readonly #openNamespaces: Undecided[] = [];
  readonly #openNames: Undecided[] = [];

  constructor(objects: readonly T[]) {
    for (const object of objects) {
      const namespace = known(() => namespaceOf(object));
      const name = known(() => nameOf(object));
      const { provider } = object.resource;
      if (namespace instanceof Undecided) this.#openNamespaces.push(namespace);
      else append(this.#byNamespace, `${provider} ${namespace}`, object);
      if (name instanceof Undecided) this.#openNames.push(name);
      else if (!(namespace instanceof Undecided))
        this.#byName.set(`${provider} ${namespace} ${name}`, object);
    }
  }

  /** The objects in a namespace. @throws Undecided if there is none, and one with an unknown namespace may be there */
  in(provider: string, namespace: string): readonly T[] {
    const found = this.#byNamespace.get(`${provider} ${namespace}`);
    const [open] = this.#openNamespaces;
    if (found === undefined && open !== undefined) throw open;
    return found ?? [];
  }

  /** The object of that name. @throws Undecided if there is none, and one with an unknown name may have it */
  named(provider: string, namespace: string, name: string): T | undefined {
    const found = this.#byName.get(`${provider} ${namespace} ${name}`);
    const [open] = [...this.#openNamespaces, ...this.#openNames];
    if (found === undefined && open !== undefined) throw open;
    return found;
  }
}

/** Labelled objects, indexed by one label, so that a selector is compared with few of them. */
export class Labelled<T> {
  readonly #all: readonly T[];
  readonly #byLabel = new Map<string, T[]>();
  readonly #open: T[] = [];

  constructor(all: readonly T[], labelsOf: (item: T) => Value) {
    this.#all = all;
    for (const item of all) {
      const labels = labelsOf(item);
      const pairs = labels.unknown ? [] : labels.entries;
      if (labels.unknown || pairs.some(([, value]) => value.unknown)) this.#open.push(item);
      for (const [key, value] of pairs)
        if (!value.unknown) append(this.#byLabel, labelOf([key, value]), item);
    }
  }

  /** The objects that the labels of a selector may select. */
  candidates(labels: Value): readonly T[] {
    if (labels.unknown) return this.#all;
    const [first] = labels.entries;
    if (first === undefined || first[1].unknown) return this.#all;
    const found = this.#byLabel.get(labelOf(first)) ?? [];
    return [...new Set([...found, ...this.#open])];
  }
}

/** Objects with a label selector, indexed by one label of it, so that labels are compared with few of them. */
export class Selecting<T> {
  readonly #all: readonly T[];
  readonly #byLabel = new Map<string, T[]>();
  /** Objects without a label value in their selector, or with an unknown one. */
  readonly #others: T[] = [];

  constructor(all: readonly T[], selectorOf: (item: T) => Value) {
    this.#all = all;
    for (const item of all) {
      const wanted = selectorOf(item).at("matchLabels");
      const [first] = wanted.unknown ? [] : wanted.entries;
      if (first === undefined || first[1].unknown) this.#others.push(item);
      else append(this.#byLabel, labelOf(first), item);
    }
  }

  /** The objects that may select these labels. */
  candidates(labels: Value): readonly T[] {
    if (labels.unknown || labels.entries.some(([, value]) => value.unknown)) return this.#all;
    return [
      ...labels.entries.flatMap((pair) => this.#byLabel.get(labelOf(pair)) ?? []),
      ...this.#others,
    ];
  }
}

/** A label with a known value, as one text. */
const labelOf = ([key, value]: readonly [string, Value]): string => `${key}=${String(value.plain)}`;

export function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
