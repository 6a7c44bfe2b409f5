import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { selects } from "../../policy/kubernetes/labels.ts";
import { Labelled, Selecting } from "../../policy/kubernetes/places.ts";
import { Undecided } from "../../policy/unknown.ts";
import { Value } from "../../policy/value.ts";
import { unknown } from "./support/case.ts";

const owner = { urn: "urn", type: "t", name: "n" };
const text = fc.constantFrom("a", "b", "c", unknown);
const key = fc.constantFrom("app", "tier", "zone");
const labels = fc.oneof(fc.dictionary(key, text, { maxKeys: 3 }), fc.constant(unknown));
const expression = fc.record({
  key,
  operator: fc.constantFrom("In", "NotIn", "Exists", "DoesNotExist"),
  values: fc.array(text, { maxLength: 2 }),
});
const selector = fc.record(
  { matchLabels: labels, matchExpressions: fc.array(expression, { maxLength: 1 }) },
  { requiredKeys: [] },
);

/** Whether a selector selects labels, or may. */
function may(wanted: Value, given: Value): boolean {
  try {
    return selects(wanted, given);
  } catch (error) {
    if (error instanceof Undecided) return true;
    throw error;
  }
}

describe("an index of labels", () => {
  const values = (raw: readonly unknown[]) => raw.map((one) => new Value(owner, one));

  it("of selectors leaves out none that selects the labels, or may", () =>
    fc.assert(
      fc.property(fc.array(selector, { maxLength: 6 }), labels, (selectors, raw) => {
        const [all, given] = [values(selectors), new Value(owner, raw)];
        const candidates = new Selecting(all, (one) => one).candidates(given);
        expect(candidates).to.include.members(all.filter((one) => may(one, given)));
      }),
    ));

  it("of labels leaves out none that the selector selects, or may", () =>
    fc.assert(
      fc.property(fc.array(labels, { maxLength: 6 }), selector, (given, raw) => {
        const [all, wanted] = [values(given), new Value(owner, raw)];
        const candidates = new Labelled(all, (one) => one).candidates(wanted.at("matchLabels"));
        expect(candidates).to.include.members(all.filter((one) => may(wanted, one)));
      }),
    ));
});
