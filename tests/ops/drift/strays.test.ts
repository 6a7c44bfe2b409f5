import { expect } from "chai";
import { describe, it } from "mocha";
import type { JsonObject } from "../../../ops/drift/json.ts";
import { straysOf, touchedOf } from "../../../ops/drift/strays.ts";
import { entry, times } from "./objects.ts";

const own = {
  keys: new Set(["ConfigMap shop/ours"]),
  releases: new Set(["shop/vault"]),
  reporters: new Set<string>(),
};
const born = { creationTimestamp: times.apply };
const at = { time: times.apply };

function found(name: string, metadata: JsonObject) {
  const identity = { apiVersion: "v1", kind: "ConfigMap", namespace: "shop", name };
  return { identity, metadata: { name, namespace: "shop", ...born, ...metadata } };
}

const strays = (name: string, metadata: JsonObject) =>
  straysOf([found(name, metadata)], own).map(({ by }) => by);

describe("objects created by hand", () => {
  const byHand = { managedFields: [entry("kubectl-create", { "f:data": {} }, at)] };

  it("are those whose creator is a person or unknown", () => {
    expect(strays("mine", byHand)).to.deep.equal(["kubectl-create"]);
    expect(strays("mine", { managedFields: [entry("bob", { "f:data": {} }, at)] })).to.deep.equal([
      "bob",
    ]);
  });

  it("include those that a controller changed later", () => {
    const since = entry("kube-controller-manager", { "f:spec": { "f:volumeName": {} } });
    const managedFields = [...byHand.managedFields, since];
    expect(strays("claim", { managedFields })).to.deep.equal(["kubectl-create"]);
  });

  it("exclude objects of the program, a controller or a release, and owned objects", () => {
    expect(strays("ours", byHand)).to.deep.equal([]);
    expect(strays("pod", { ...byHand, ownerReferences: [{ kind: "ReplicaSet" }] })).to.deep.equal(
      [],
    );
    expect(strays("sh.helm.release.v1.vault.v1", byHand)).to.deep.equal([]);
    const annotations = {
      "meta.helm.sh/release-name": "vault",
      "meta.helm.sh/release-namespace": "shop",
    };
    expect(strays("chart", { ...byHand, annotations })).to.deep.equal([]);
    const made = (manager: string) => ({ managedFields: [entry(manager, { "f:data": {} }, at)] });
    expect(strays("synced", made("external-secrets"))).to.deep.equal([]);
    expect(strays("claim", made("kube-controller-manager"))).to.deep.equal([]);
  });

  it("exclude the objects that Kubernetes creates in each namespace", () => {
    expect(strays("default", {})).to.deep.equal([]);
  });

  it("include a controller's object that a person changed", () => {
    const claim = (...managers: string[]) =>
      found("claim", {
        managedFields: managers.map((manager, index) =>
          entry(manager, { "f:spec": {} }, index === 0 ? at : {}),
        ),
      });
    expect(touchedOf([claim("kube-controller-manager", "kubectl-edit")], own)).to.have.length(1);
    expect(touchedOf([claim("kube-controller-manager", "karpenter")], own)).to.have.length(0);
    expect(touchedOf([claim("kubectl-create", "kubectl-edit")], own)).to.have.length(0);
  });
});
