import { join } from "node:path";
import { expect } from "chai";
import { before, describe, it } from "mocha";
import { localStack, root } from "../../support/local-stack.ts";
import { type AnyObject, findingLines } from "./finding.ts";
import { kubeScore, plainKubeScore } from "./kube-score.ts";
import { kubeconform } from "./kubeconform.ts";
import { podOf, polarisDangers } from "./polaris.ts";

const home = join(root, ".sandbox");

/** A Helm release is no Kubernetes object; the chart's own objects are its maker's. */
function isObject(inputs: unknown): inputs is AnyObject {
  return (
    typeof inputs === "object" && inputs !== null && "kind" in inputs && "apiVersion" in inputs
  );
}

describe("every object that Hanok makes in the local stack", function () {
  this.timeout(60_000);
  let objects: readonly AnyObject[] = [];

  before(async () => {
    objects = (await localStack())
      .filter(({ type }) => type.startsWith("kubernetes:"))
      .map(({ inputs }): unknown => inputs)
      .filter(isObject);
  });

  it("is there to be judged", () => {
    const pods = objects.filter((object) => podOf(object) !== undefined);
    expect(pods.length).to.be.above(10);
  });

  it("is accepted by kubeconform, strictly", () => {
    expect(findingLines(kubeconform(objects, home))).to.equal("");
  });

  it("Z14: has nothing that kube-score calls critical", () => {
    expect(findingLines(kubeScore(objects, home))).to.equal("");
  });

  it("Z14: passes kube-score without arguments too, as a reviewer would run it", () => {
    expect(plainKubeScore(objects, home)).to.equal(0);
  });

  it("Z14: has nothing that Polaris calls danger", () => {
    expect(findingLines(polarisDangers(objects))).to.equal("");
  });
});
