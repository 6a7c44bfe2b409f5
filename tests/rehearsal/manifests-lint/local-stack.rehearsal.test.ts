import { join } from "node:path";
import { expect } from "chai";
import { before, describe, it } from "mocha";
import { localStack, root } from "../../support/local-stack.ts";
import type { Recorded } from "../../../ops/mocks/recorder.ts";
import { richStack } from "../../support/rich-stack.ts";
import { type AnyObject, findingLines } from "./finding.ts";
import { lintManifests } from "./lint.ts";
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

const objectsOf = (recorded: readonly Recorded[]): readonly AnyObject[] =>
  recorded
    .filter(({ type }) => type.startsWith("kubernetes:"))
    .map(({ inputs }): unknown => inputs)
    .filter(isObject);

describe("every object of the local stack", function () {
  this.timeout(60_000);
  let objects: readonly AnyObject[] = [];

  before(async () => {
    const all = objectsOf(await localStack());
    // of a chart's namespace the linters see the policies alone, and its custom resources have no published schema: the
    // rehearsals of local and of the add-ons give both to the API server
    objects = all.filter(
      ({ apiVersion, metadata }) =>
        !apiVersion.startsWith("cert-manager.io/") && metadata.namespace !== "cert-manager",
    );
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

describe("every object of systems with every way in and out of a service", function () {
  this.timeout(60_000);

  it("has no finding of a linter", async () => {
    // a unit test compares TargetGroupConfigurations with the CRD of their chart
    const objects = objectsOf(await richStack()).filter(
      ({ metadata, kind }) =>
        ["shop", "club"].includes(metadata.namespace ?? "") && kind !== "TargetGroupConfiguration",
    );
    expect(objects.map(({ kind }) => kind)).to.include.members(["GRPCRoute", "HTTPRoute"]);
    expect(findingLines(lintManifests(objects, home))).to.equal("");
  });
});
