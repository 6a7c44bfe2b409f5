import { expect } from "chai";
import { describe, it } from "mocha";
import { repositoryFiles, textOf } from "./sources.ts";

const files = repositoryFiles();
const alerts = files
  .filter((path) => /^components\/.*\.ts$/.test(path))
  .flatMap((path) => [...textOf(path).matchAll(/\balert(?::| =) "(\w+)"/g)])
  .map(([, alert]) => alert);
const pages = files
  .map((path) => /^docs\/runbooks\/([A-Z]\w*)\.md$/.exec(path)?.[1])
  .filter((name) => name !== undefined && name !== "README");

describe("runbooks", () => {
  it("exist for each alert and for nothing else", () => {
    expect(alerts).to.not.be.empty;
    expect([...new Set(alerts)].sort()).to.deep.equal([...pages].sort());
  });

  it("are all listed, and link to existing pages", () => {
    const list = textOf("docs/runbooks/README.md");
    for (const page of pages) expect(list).to.include(`(${page}.md)`);
    for (const path of files.filter((one) => one.startsWith("docs/runbooks/"))) {
      for (const [, page] of textOf(path).matchAll(/\]\((\w+\.md)/g)) {
        expect(files, `${path} leads to ${page}`).to.include(`docs/runbooks/${page}`);
      }
    }
  });
});
