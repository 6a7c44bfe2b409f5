/**
 * The placeholders for values that a preview does not know, by type.
 * Source: sdk/go/common/resource/plugin/rpc.go of pulumi/pulumi; @pulumi/policy passes them on.
 */
const sentinels: ReadonlySet<unknown> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

export const isUnknown = (raw: unknown): boolean => sentinels.has(raw);

/** A check needs a value that the preview does not know. The update will decide. */
export class Undecided extends Error {
  readonly urn: string;
  readonly path: string;

  constructor(urn: string, path: string) {
    super(`${path} of ${urn} is not known in a preview`);
    this.urn = urn;
    this.path = path;
  }
}

/**
 * Whether one of the items meets the condition. An unknown value of one item does not hide another item that meets it.
 * If no item does, the unknown value leaves the question open.
 * @throws Undecided
 */
export function some<T>(items: Iterable<T>, fulfils: (item: T) => boolean): boolean {
  let open: Undecided | undefined;
  for (const item of items) {
    try {
      if (fulfils(item)) return true;
    } catch (error) {
      if (!(error instanceof Undecided)) throw error;
      open ??= error;
    }
  }
  if (open !== undefined) throw open;
  return false;
}

/** @throws Undecided */
export const every = <T>(items: Iterable<T>, fulfils: (item: T) => boolean): boolean =>
  !some(items, (item) => !fulfils(item));

/** The items that meet the condition. @throws Undecided if one of them is unknown */
export const those = <T>(items: Iterable<T>, fulfils: (item: T) => boolean): readonly T[] =>
  [...items].filter(fulfils);

/** The items that meet the condition. @throws Undecided if there is none, and one of them is unknown */
export function matching<T>(items: readonly T[], fulfils: (item: T) => boolean): readonly T[] {
  let open: Undecided | undefined;
  const found = items.filter((item) => {
    try {
      return fulfils(item);
    } catch (error) {
      if (!(error instanceof Undecided)) throw error;
      open ??= error;
      return false;
    }
  });
  if (found.length === 0 && open !== undefined) throw open;
  return found;
}
