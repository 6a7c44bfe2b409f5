import fc from "fast-check";
import { describe, it } from "mocha";
import { rules } from "../../policy/rules.ts";
import { type FieldPlan, type Moment, shown } from "./field/declare.ts";
import { clean, violating } from "./field/plans.ts";
import { type Given, unknown } from "./support/case.ts";
import { analyze } from "./support/engine.ts";

const plans = [...clean, ...violating];
const plan = fc.constantFrom(...plans);
const moment = fc.constantFrom<Moment>("preview", "update");
/** What a program may give where something else is meant. */
const wrong = fc.constantFrom<unknown>(
  ...[unknown, null, "", "x", "{", "5", 5, -1, true, [], {}, [null], [unknown], { a: unknown }],
);

/** The places of every value below the properties of a plan's resources. */
function places(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  const below = Object.entries(value).flatMap(([key, item]) => places(item, [...path, key]));
  return path.length === 0 ? below : [path, ...below];
}

function withValue(value: unknown, [key, ...rest]: readonly string[], put: unknown): unknown {
  if (key === undefined) return put;
  const copy: unknown = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) };
  Reflect.set(copy as object, key, withValue(Reflect.get(value as object, key), rest, put));
  return copy;
}

function changed(of: FieldPlan, at: Moment, which: number, put: unknown): readonly Given[] {
  const given = shown(of, at);
  const all = given.flatMap(({ props }, index) => places(props).map((path) => ({ index, path })));
  const { index, path } = all[which % all.length] ?? { index: -1, path: [] };
  return given.map((resource, own) =>
    own === index
      ? { ...resource, props: withValue(resource.props, path, put) as Given["props"] }
      : resource,
  );
}

describe("a value of another shape", () => {
  it("in any place of a plan does not break a rule", () =>
    fc.assert(
      fc.asyncProperty(plan, moment, fc.nat(), wrong, async (of, at, which, put) => {
        analyze(rules, changed(of, at, which, put), of.settings, {
          stack: of.stack ?? "test",
        });
      }),
      { numRuns: 150 },
    )).timeout(30_000);
});
