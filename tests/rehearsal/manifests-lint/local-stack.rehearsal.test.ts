import { join } from "node:path";
import { expect } from "chai";
import { before, describe, it } from "mocha";
import { localStack, root } from "../../support/local-stack.ts";
import { type AnyObject, findingLines } from "./finding.ts";
import { kubeScore, plainKubeScore } from "./kube-score.ts";
import { kubeconform } from "./kubeconform.ts";
import { podOf, polarisDangers } from "./polaris.ts";

const home = join(root, ".sandbox");

/** Excludes Helm releases, which are not Kubernetes objects; their objects come from the chart. */
function isObject(inputs: unknown): inputs is AnyObject {
  return (
    typeof inputs === "object" && inputs !== null && "kind" in inputs && "apiVersion" in inputs
  );
}

describe("every object of the local stack", function () {
  this.timeout(60_000);
  let objects: readonly AnyObject[] = [];

  before(async () => {
    objects = (await localStack())
      .filter(({ type }) => type.startsWith("kubernetes:"))
      .map(({ inputs }): unknown => inputs)
      .filter(isObject);
  });

  it("is linted", () => {
    const pods = objects.filter((object) => podOf(object) !== undefined);
    expect(pods.length).to.be.above(10);
  });

  it("is accepted by kubeconform, strictly", () => {
    expect(findingLines(kubeconform(objects, home))).to.equal("");
  });

  it("Z14: has no critical finding of kube-score", () => {
    expect(findingLines(kubeScore(objects, home))).to.equal("");
  });

  it("Z14: also passes kube-score without arguments", () => {
    expect(plainKubeScore(objects, home)).to.equal(0);
  });

  it("Z14: has no danger finding of Polaris", () => {
    expect(findingLines(polarisDangers(objects))).to.equal("");
  });
});
