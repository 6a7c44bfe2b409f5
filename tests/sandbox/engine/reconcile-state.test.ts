import { expect } from "chai";
import { describe, it } from "mocha";
import type { DeploymentState, StateResource } from "../../../sandbox/engine/pending.ts";
import { type Found, reconcileState } from "../../../sandbox/engine/reconcile-state.ts";

const urn = (type: string, name: string) => `urn:pulumi:local::hanok::${type}::${name}`;

function object(name: string, more: Partial<StateResource> = {}): StateResource {
  const type = "kubernetes:apps/v1:Deployment";
  const metadata = { name, namespace: "zipbob" };
  const inputs = { apiVersion: "apps/v1", kind: "Deployment", metadata, spec: { replicas: 2 } };
  return { urn: urn(type, name), type, custom: true, inputs, ...more };
}

const type = "kubernetes:helm.sh/v3:Release";
const inputs = { name: "vault", namespace: "vault" };
const release: StateResource = { urn: urn(type, "vault"), type, inputs };

const under = (operation: string, resource: StateResource, resources: StateResource[] = []) => ({
  resources,
  pending_operations: [{ type: operation, resource }],
});
const is = (resource: StateResource, found: Found) => new Map([[resource.urn, found]]);
const present: Found = { kind: "present", fieldManager: "hanok-local" };

function only(deployment: DeploymentState): StateResource {
  const [resource, ...others] = deployment.resources ?? [];
  if (resource === undefined || others.length > 0) throw new Error("there is not exactly one");
  return resource;
}

describe("an operation of an interrupted run", () => {
  it("is adopted if the created object exists, with its field manager", () => {
    const edge = object("edge");
    const { deployment, lines } = reconcileState(under("creating", edge), is(edge, present));
    const adopted = only(deployment);
    expect(adopted.id).to.equal("zipbob/edge");
    expect(adopted.outputs).to.deep.include({
      __fieldManager: "hanok-local",
      __initialApiVersion: "apps/v1",
      __inputs: edge.inputs,
      spec: { replicas: 2 },
    });
    expect(adopted.initErrors, "it is applied and awaited again").to.have.length(1);
    expect(deployment.pending_operations).to.deep.equal([]);
    expect(lines).to.deep.equal([
      "an earlier run was interrupted; its operations:",
      "  adopted (it exists): Deployment edge",
    ]);
  });

  it("is adopted with the ID and outputs in the simulated AWS", () => {
    const type = "aws:ec2/vpc:Vpc";
    const vpc = { urn: urn(type, "main"), type, inputs: { cidrBlock: "10.0.0.0/16" } };
    const made = { id: "vpc-1", outputs: { ...vpc.inputs, arn: "arn" } };
    const { deployment } = reconcileState(
      under("creating", vpc),
      is(vpc, { kind: "present", made }),
    );
    const { id, outputs, initErrors } = only(deployment);
    expect({ id, outputs }).to.deep.equal(made);
    expect(initErrors).to.have.length(1);
  });

  it("is repeated if the object does not exist or is unknown", () => {
    const password = { urn: urn("random:index/randomPassword:RandomPassword", "p"), type: "r" };
    for (const resource of [object("edge"), password]) {
      const { deployment, lines } = reconcileState(under("creating", resource), new Map());
      expect(deployment.resources).to.deep.equal([]);
      expect(lines[1]).to.match(/made again/);
    }
  });

  it("never duplicates a resource in the state", () => {
    const edge = object("edge");
    const known = { ...edge, id: "zipbob/edge" };
    const { deployment } = reconcileState(under("creating", edge, [known]), is(edge, present));
    expect(only(deployment)).to.include({ id: "zipbob/edge" });
  });

  it("replaces the old resource, which is deleted at the end", () => {
    const edge = object("edge");
    const user = object("user", { dependencies: [edge.urn] });
    const old = { ...edge, id: "zipbob/edge-old" };
    const { deployment } = reconcileState(under("creating", edge, [old, user]), is(edge, present));
    expect(deployment.resources.map(({ id, delete: leaves }) => [id, leaves])).to.deep.equal([
      ["zipbob/edge", undefined],
      [undefined, undefined],
      ["zipbob/edge-old", true],
    ]);
  });

  it("is applied again after an update, even if the program was changed back", () => {
    const edge = object("edge", { id: "zipbob/edge" });
    const { deployment } = reconcileState(under("updating", edge, [edge]), new Map());
    expect(only(deployment).initErrors).to.have.length(1);
  });

  it("removes a deleted release from the state, unless another resource depends on it", () => {
    const edge = object("edge", { id: "zipbob/edge" });
    const absent = is(edge, { kind: "absent" });
    const gone = reconcileState(under("deleting", edge, [edge]), absent);
    expect(gone.deployment.resources).to.deep.equal([]);
    const user = object("user", { dependencies: [edge.urn] });
    expect(
      reconcileState(under("deleting", edge, [edge, user]), absent).deployment.resources,
    ).to.have.length(2);
    const still = reconcileState(under("deleting", edge, [edge]), is(edge, present));
    expect(still.deployment.resources).to.deep.equal([edge]);
    expect(still.lines[1]).to.match(/deleted again/);
  });

  it("adopts a Helm release that was installed but not recorded", () => {
    const { deployment } = reconcileState(
      under("creating", release),
      is(release, { kind: "present" }),
    );
    expect(only(deployment)).to.deep.include({ id: "vault/vault", outputs: inputs });
  });

  it("changes nothing if there is none", () => {
    const state = { resources: [object("edge")], pending_operations: [] };
    expect(reconcileState(state, new Map())).to.deep.equal({ deployment: state, lines: [] });
  });
});
