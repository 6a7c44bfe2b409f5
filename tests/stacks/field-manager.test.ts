import { expect } from "chai";
import { describe, it } from "mocha";
import { localStack } from "../support/local-stack.ts";

describe("the field manager of a stack", () => {
  it("is the same for every Kubernetes object, so that each can be applied a second time", async () => {
    const resources = await localStack();
    const objects = resources.filter(
      ({ type, inputs }) => type.startsWith("kubernetes:") && "metadata" in inputs,
    );
    expect(objects.length).to.be.greaterThan(100);
    for (const { identity, inputs } of objects)
      expect(inputs["metadata"], identity)
        .to.have.property("annotations")
        .that.includes({ "pulumi.com/patchFieldManager": "hanok-local" });
  });
});
