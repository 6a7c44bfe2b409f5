import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { validateKubeconfig } from "../../../components/cluster/kubeconfig.ts";

describe("kubeconfig", () => {
  let folder: string;
  const file = (content: string) => {
    const path = join(folder, "kubeconfig");
    writeFileSync(path, content);
    return path;
  };
  const issues = (kubeconfig: string, context?: string) =>
    validateKubeconfig({
      kind: "existing",
      kubeconfig,
      identifier: "test",
      ...(context === undefined ? {} : { context }),
    });

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "hanok-kubeconfig-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  const contexts = "contexts: [{ name: dev, context: {} }, { name: prod, context: {} }]";

  it("accepts its current context, and a named one", () => {
    expect(issues(file(`current-context: dev\n${contexts}`))).to.be.empty;
    expect(issues(file(contexts), "prod")).to.be.empty;
  });

  it("reports a file that is missing, not YAML, or something else", () => {
    for (const path of [join(folder, "none"), folder, file("a: [")]) {
      expect(issues(path)[0]).to.deep.include({ value: path, problem: "cannot be read" });
    }
    for (const content of ["", "- 1", "apiVersion: v1"]) {
      const [issue] = issues(file(content));
      expect(issue).to.deep.include({ key: "hanok:cluster.kubeconfig" });
      expect(issue?.problem).to.match(/^is no kubeconfig/);
    }
  });

  it("reports a missing context, and lists those that exist", () => {
    expect(issues(file(`current-context: dev\n${contexts}`), "stage")[0]).to.deep.include({
      key: "hanok:cluster.context",
      value: "stage",
      remedy: "Write one of: dev, prod.",
    });
    expect(issues(file(contexts))[0]).to.deep.include({ value: undefined, problem: "is missing" });
    expect(issues(file("contexts: []"))).to.have.length(1);
  });
});
