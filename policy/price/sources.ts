import { type PlanStep, stepsIn } from "../plan/steps.ts";
import { at, entriesAt, idOf, type Item, listAt, parsed, textAt } from "./item.ts";

/** The resources of a stack as they are, and as a plan would leave them. */
export interface Versions {
  readonly before: readonly Item[];
  readonly after: readonly Item[];
}

/**
 * The resources in the output of `pulumi stack export`, `pulumi preview --json` or `--event-log`. A state has one version.
 * @throws Error for any other text
 */
export function itemsIn(text: string): Versions {
  const document = parsed(text);
  const resources = at(document, "deployment", "resources");
  if (resources !== undefined) {
    const items = listAt(resources).flatMap((one) => {
      const urn = textAt(one, "urn");
      return urn === undefined || at(one, "delete") === true
        ? []
        : [itemOf(urn, at(one, "inputs"), textAt(one, "parent"))];
    });
    return { before: items, after: items };
  }
  return itemsOfSteps(stepsIn(text));
}

/** The resources before and after the steps of a plan. */
export function itemsOfSteps(steps: readonly PlanStep[]): Versions {
  const version = (gone: RegExp, of: "before" | "after"): readonly Item[] => {
    const found = steps
      .filter(({ op }) => !gone.test(op))
      .map((step) => itemOf(step.urn, step[of], step.parent));
    return [...new Map(found.map((item) => [item.id, item])).values()];
  };
  return {
    before: version(/^(create|import|read|create-replacement|replace)$/, "before"),
    after: version(/^delete|^discard|^remove|^replace$/, "after"),
  };
}

function itemOf(urn: string, inputs: unknown, parent: string | undefined): Item {
  const id = idOf(urn);
  const above =
    parent === undefined || /::pulumi:pulumi:Stack::/.test(parent) ? undefined : idOf(parent);
  return {
    id,
    type: id.split("::")[0]?.split("$").at(-1) ?? "",
    name: id.split("::").slice(1).join("::"),
    inputs: Object.fromEntries(entriesAt(plain(inputs))),
    ...(above === undefined ? {} : { parent: above }),
  };
}

const signature = "4dabf18193072939515e22adb298388d";

/** Secrets without their wrapping; an encrypted one is undefined. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if (textAt(value, signature) !== undefined)
    return plain(at(value, "value") ?? parsed(textAt(value, "plaintext")));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
