import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { driftOf } from "../../../ops/drift/drift-of.ts";
import type { Json, JsonObject } from "../../../ops/drift/json.ts";
import { desired, entry, fieldsOf, ownEntry, short } from "./objects.ts";

describe("driftOf, for any object", () => {
  const leaf = fc.oneof(fc.string({ minLength: 1 }), fc.integer({ min: 1 }));
  const key = fc.stringMatching(/^[a-z]{1,6}$/);
  const tree = fc.dictionary(key, fc.oneof(leaf, fc.dictionary(key, leaf, { minKeys: 1 })), {
    minKeys: 1,
  });
  const objectOf = (body: Json): JsonObject => ({
    kind: "Thing",
    metadata: { name: "web" },
    spec: body,
  });
  const liveOf = (body: Json, ...managedFields: Json[]): JsonObject => ({
    ...objectOf(body),
    metadata: { name: "web", managedFields },
  });

  it("finds no drift in an unchanged object with any defaults", () => {
    fc.assert(
      fc.property(tree, tree, (said, defaults) => {
        const body = { ...defaults, ...said };
        const before = liveOf(body, ownEntry(fieldsOf({ spec: said })));
        expect(driftOf(desired(objectOf(said), before), before)).to.deep.equal([]);
      }),
    );
  });

  it("reports a person's change of a field once, with its path, and no change by a controller", () => {
    fc.assert(
      fc.property(tree, fc.nat(), leaf, (said, pick, value) => {
        const names = Object.keys(said);
        const name = names[pick % names.length]!;
        fc.pre(typeof said[name] !== "object" && said[name] !== value);
        const after = { ...said, [name]: value };
        const before = liveOf(said, ownEntry(fieldsOf({ spec: said })));
        const { [name]: _taken, ...left } = said;
        const found = (manager: string) =>
          driftOf(
            desired(objectOf(said), before),
            liveOf(
              after,
              ...(names.length === 1 ? [] : [ownEntry(fieldsOf({ spec: left }))]),
              entry(manager, fieldsOf({ spec: { [name]: value } })),
            ),
          );
        expect(short(found("kubectl-edit"))).to.deep.equal([`changed spec.${name}`]);
        expect(found("kube-controller-manager")).to.deep.equal([]);
      }),
    );
  });

  it("never prints a value of a Secret", () => {
    fc.assert(
      fc.property(
        fc.dictionary(key, fc.base64String({ minLength: 12 }), { minKeys: 1 }),
        (data) => {
          const before = { kind: "Secret", metadata: { name: "web" }, data: {} };
          const after = {
            ...before,
            data,
            metadata: { name: "web", managedFields: [entry("kubectl-edit", fieldsOf({ data }))] },
          };
          const found = driftOf(desired({ ...before, data: { a: "wanted" } }, before), after);
          expect(found.length).to.be.at.least(1);
          for (const value of Object.values(data))
            expect(JSON.stringify(found)).to.not.contain(value);
        },
      ),
    );
  });
});
