import { expect } from "chai";
import { describe, it } from "mocha";
import type { Json, JsonObject } from "../../../ops/drift/json.ts";
import { wantedOf } from "../../../ops/drift/state.ts";

const secret = (value: Json) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  plaintext: JSON.stringify(value),
});
const provider = {
  urn: "urn:p",
  id: "1",
  type: "pulumi:providers:kubernetes",
  inputs: { kubeconfig: secret("apiVersion: v1"), context: "house" },
};
const uses = { provider: "urn:p::1" };
const metadata = { name: "web", namespace: "shop" };
const service = {
  ...uses,
  type: "kubernetes:core/v1:Service",
  inputs: { apiVersion: "v1", kind: "Service", metadata, spec: { type: "ClusterIP" } },
  outputs: { metadata: { ...metadata, uid: "u" }, __fieldManager: "pulumi-kubernetes-1" },
};
const exported = (...resources: JsonObject[]): JsonObject => ({
  deployment: { resources: [provider, ...resources] },
});

describe("desired objects in the state", () => {
  it("are grouped by their provider's cluster", () => {
    const [wanted, ...others] = wantedOf(exported(service));
    expect(others).to.deep.equal([]);
    expect(wanted?.access).to.deep.equal({ kubeconfig: "apiVersion: v1", context: "house" });
    const [object] = wanted?.objects ?? [];
    expect(object?.identity).to.deep.equal({ apiVersion: "v1", kind: "Service", ...metadata });
    expect(object?.isOwn("pulumi-kubernetes-1", "Apply")).to.equal(true);
    expect(object?.isOwn("pulumi-kubernetes-1", "Update")).to.equal(false);
    expect(object?.isOwn("kubectl", "Apply")).to.equal(false);
  });

  it("are unwrapped, with the paths of their secrets", () => {
    const inputs = {
      apiVersion: "v1",
      kind: "Deployment",
      metadata,
      data: secret({ key: "v" }),
      spec: { list: [{ value: secret("w") }], plain: 1 },
    };
    const [object] = wantedOf(exported({ ...service, inputs }))[0]?.objects ?? [];
    expect(object?.object["data"]).to.deep.equal({ key: "v" });
    expect(object?.object["spec"]).to.deep.equal({ list: [{ value: "w" }], plain: 1 });
    expect(object?.secret).to.deep.equal(["data", "spec.list"]);
  });

  it("exclude patches, objects that are only read, and pending deletions", () => {
    const objects = [
      { ...service, type: "kubernetes:core/v1:ServicePatch" },
      { ...service, external: true },
      { ...service, delete: true },
    ];
    expect(wantedOf(exported(...objects))[0]?.objects).to.deep.equal([]);
  });

  it("include releases with their revision", () => {
    const release = {
      ...uses,
      type: "kubernetes:helm.sh/v3:Release",
      inputs: {},
      outputs: { name: "vault", namespace: "vault", status: { revision: 2 } },
    };
    const [wanted] = wantedOf(exported(release));
    expect(wanted?.objects).to.deep.equal([]);
    expect(wanted?.releases).to.deep.equal([{ name: "vault", namespace: "vault", revision: 2 }]);
  });

  it("are refused for an invalid state or an encrypted secret", () => {
    expect(() => wantedOf({ oops: 1 })).to.throw(/not an export of pulumi stack export/);
    const { plaintext: _, ...cipher } = secret("x");
    const inputs = { ...service.inputs, data: { ...cipher, ciphertext: "y" } };
    expect(() => wantedOf(exported({ ...service, inputs }))).to.throw(/still encrypted/);
  });
});
