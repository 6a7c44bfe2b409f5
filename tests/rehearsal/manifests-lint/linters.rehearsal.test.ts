import { resolve } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { documents } from "./documents.ts";
import { findingLines } from "./finding.ts";
import { around, container, deployment } from "./fixtures.ts";
import { lintManifests } from "./lint.ts";
import { polarisDangers } from "./polaris.ts";

const home = resolve(import.meta.dirname, "..", "..", "..", ".sandbox");
const lint = (...objects: Parameters<typeof lintManifests>[0]) =>
  findingLines(lintManifests([...around, ...objects], home));

describe("the manifest linters", function () {
  this.timeout(60_000);

  it("find no issue in a correct manifest", () => {
    expect(lint(deployment())).to.equal("");
  });

  it("kubeconform refuses an unknown field at any depth", () => {
    const fields = { stdin: false, readinesProbe: {} };
    const misspelt = deployment(fields);
    expect(lint(misspelt)).to.contain("kubeconform: Deployment web").and.contain("readinesProbe");
  });

  it("kubeconform refuses a wrong type and an unknown kind", () => {
    const [route] = around.filter(({ kind }) => kind === "HTTPRoute");
    const wrong = { ...route!, ...{ spec: { hostnames: "www.example.com" } } };
    expect(lint(deployment(), wrong)).to.contain("kubeconform: HTTPRoute web");
    const unknown = { ...route!, kind: "HttpRoute2" };
    expect(lint(deployment(), unknown)).to.contain("could not find schema");
  });

  it("kube-score refuses a container without a memory limit, whatever its annotations say", () => {
    const object = deployment({ resources: { requests: container.resources.requests } });
    const annotations = { "kube-score/ignore": "container-resources" };
    const found = lint({ ...object, metadata: { ...object.metadata, annotations } });
    expect(found).to.contain("kube-score: Deployment shop/web: container-resources");
  });

  it("kube-score refuses a pod without a network policy", () => {
    const alone = lintManifests([deployment()], home);
    expect(findingLines(alone)).to.contain("pod-networkpolicy");
  });

  it("each of Polaris' danger checks refuses its case", () => {
    const dangers = (change: Parameters<typeof deployment>[0]) =>
      polarisDangers([deployment(change)]).map(({ problem }) => problem);
    const security = container.securityContext;
    expect(dangers({})).to.deep.equal([]);
    expect(dangers({ image: "web" })).to.deep.equal(["tagNotSpecified (web)"]);
    expect(dangers({ image: "registry.test:5000/web" })).to.deep.equal(["tagNotSpecified (web)"]);
    expect(dangers({ image: "web:latest" })).to.deep.equal(["tagNotSpecified (web)"]);
    expect(dangers({ image: "web@sha256:0123" })).to.deep.equal([]);
    expect(dangers({ env: [{ name: "VAULT_TOKEN", value: "root" }] })).to.deep.equal([
      "sensitiveContainerEnvVar (web)",
    ]);
    expect(dangers({ securityContext: { ...security, runAsUser: 0 } })).to.deep.equal([
      "runAsRootAllowed (web)",
    ]);
    expect(dangers({ securityContext: { ...security, privileged: true } })).to.deep.equal([
      "runAsPrivileged (web)",
    ]);
    expect(
      dangers({ securityContext: { ...security, capabilities: { add: ["NET_ADMIN"] } } }),
    ).to.deep.equal(["dangerousCapabilities (web)"]);
    expect(dangers({ securityContext: { runAsNonRoot: true } })).to.deep.equal([
      "privilegeEscalationAllowed (web)",
    ]);
  });

  it("receive no value of a Secret", () => {
    const text = documents(around);
    expect(text).not.to.contain("hunter2");
    expect(text).not.to.contain(Buffer.from("hunter2").toString("base64"));
    expect(text).to.contain('"password"');
  });
});
