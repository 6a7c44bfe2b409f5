type Properties = Readonly<Record<string, unknown>>;

/** One operation of a plan on one resource. */
export interface PlanStep {
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  /** URN of the parent. */
  readonly parent?: string;
  /** The paths of the inputs that require a replacement. */
  readonly causes: readonly string[];
  readonly before: Properties;
  readonly after: Properties;
  /** Whether a deletion leaves what the resource stands for (`retainOnDelete`). */
  readonly isRetained: boolean;
}

const isObject = (value: unknown): value is Properties =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const objectAt = (value: unknown, key: string): Properties => {
  const below = isObject(value) ? value[key] : undefined;
  return isObject(below) ? below : {};
};
const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];

/**
 * Reads one step, of an engine event (`op`, `old`, `new`, `keys`) or of `pulumi preview --json` (`oldState`, `newState`,
 * `replaceReasons`). Source: sdk/go/common/apitype/events.go and pkg/display/json.go of pulumi/pulumi.
 */
export function stepOf(raw: unknown): PlanStep | undefined {
  if (!isObject(raw)) return undefined;
  const { op, urn } = raw;
  if (typeof op !== "string" || typeof urn !== "string") return undefined;
  const type = typeof raw["type"] === "string" ? raw["type"] : typeIn(urn);
  const replacing = Object.entries(objectAt(raw, "detailedDiff")).flatMap(([path, diff]) =>
    isObject(diff) && /-replace$/.test(String(diff["diffKind"] ?? diff["kind"])) ? [path] : [],
  );
  const keys = texts(raw["keys"] ?? raw["replaceReasons"]);
  const old = isObject(raw["old"]) ? raw["old"] : raw["oldState"];
  const young = isObject(raw["new"]) ? raw["new"] : raw["newState"];
  const parent = isObject(young) ? young["parent"] : isObject(old) ? old["parent"] : undefined;
  return {
    op,
    urn,
    type,
    ...(typeof parent === "string" && parent !== "" ? { parent } : {}),
    causes: replacing.length > 0 ? replacing : keys,
    before: objectAt(old, "inputs"),
    after: objectAt(young, "inputs"),
    isRetained: isObject(old) && old["retainOnDelete"] === true,
  };
}

/** `urn:pulumi:<stack>::<project>::<parents>$<type>::<name>`. */
const typeIn = (urn: string): string => urn.split("::")[2]?.split("$").at(-1) ?? "";

/**
 * The steps in the output of the CLI: the document of `pulumi preview --json`, or the lines of `--event-log`.
 * @throws Error for any other text
 */
export function stepsIn(text: string): readonly PlanStep[] {
  const documents = parsed(text);
  const raw = documents.flatMap((document): readonly unknown[] => {
    if (!isObject(document)) return [];
    if (Array.isArray(document["steps"])) return document["steps"];
    return [objectAt(document["resourcePreEvent"], "metadata")];
  });
  return raw.flatMap((step) => stepOf(step) ?? []);
}

function parsed(text: string): readonly unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    // one document for each line
  }
  try {
    return text
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map((line): unknown => JSON.parse(line));
  } catch {
    throw new Error(
      "this is no plan: give the output of pulumi preview --json, or the file of --event-log",
    );
  }
}
