import { dirname, join } from "node:path/posix";
import { expect } from "chai";
import { describe, it } from "mocha";
import { repositoryFiles, textOf } from "./sources.ts";

const files = repositoryFiles();
const pages = files.filter((path) => path.endsWith(".md"));

/** Markdown without code, where brackets and `#` have other meanings. */
const prose = (text: string): string =>
  text.replaceAll(/^ *```.*?^ *```/gms, "").replaceAll(/`[^`\n]*`/g, "`code`");

/** GitHub's anchor of a heading: lower case, without punctuation, `-` for each space. */
const anchorOf = (heading: string): string =>
  heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(" ", "-");

/** Anchors of a page. GitHub numbers a repeated heading: `steps`, `steps-1`. */
function anchorsOf(page: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  const text = textOf(page).replaceAll(/^ *```.*?^ *```/gms, "");
  for (const [, heading = ""] of text.matchAll(/^#{1,6} +(.*)$/gm)) {
    const anchor = anchorOf(heading);
    let unique = anchor;
    for (let count = 1; anchors.has(unique); count += 1) unique = `${anchor}-${count}`;
    anchors.add(unique);
  }
  return anchors;
}

/** Targets of links and images that refer to files or headings of the repository. */
const targetsIn = (text: string): readonly string[] =>
  [...prose(text).matchAll(/\]\(([^()\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target));

/** Whether the repository contains a file or folder. */
const isKnown = (path: string): boolean =>
  files.some((one) => one === path || one.startsWith(`${path}/`));

/** Problem of a link, or undefined if it resolves. */
function problemOf(page: string, target: string): string | undefined {
  const [path = "", anchor] = target.split("#");
  const file = path === "" ? page : join(dirname(page), path).replace(/\/$/, "");
  if (!isKnown(file)) return `${page}: ${target} is not in the repository`;
  if (anchor === undefined) return undefined;
  const hasAnchor = file.endsWith(".md") && anchorsOf(file).has(anchor);
  return hasAnchor ? undefined : `${page}: ${target} has no such heading`;
}

describe("links in Markdown", () => {
  it("resolve, to files and to headings", () => {
    const problems = pages.flatMap((page) =>
      targetsIn(textOf(page)).flatMap((target) => problemOf(page, target) ?? []),
    );
    expect(problems).to.deep.equal([]);
  });

  it("are found in text but not in code", () => {
    const text = "[a](b.md#c) `[d](e.md)` [f](https://g.example)\n```md\n[h](i.md)\n```\n";
    expect(targetsIn(text)).to.deep.equal(["b.md#c"]);
  });

  it("are reported when a file or a heading is missing", () => {
    expect(problemOf("README.md", "docs/architecture.md")).to.equal(undefined);
    expect(problemOf("README.md", "docs/no-such-page.md")).to.contain("is not in the repository");
    expect(problemOf("README.md", "#no-such-heading")).to.contain("has no such heading");
  });

  it("and paths in backticks resolve, except in superseded decisions", () => {
    const root =
      /^(?:apps|bootstrap|components|docs|ops|policy|sandbox|stacks|tests|tools)\/[\w./-]+$/;
    const missing = pages
      .filter((page) => page !== "CHANGELOG.md" && !textOf(page).includes("\nStatus: superseded"))
      .flatMap((page) =>
        [...textOf(page).matchAll(/`([^`\n]+)`/g)]
          .map(([, path = ""]) => path)
          .filter((path) => root.test(path) && !isKnown(path.replace(/\/$/, "")))
          .map((path) => `${page}: ${path}`),
      );
    expect(missing).to.deep.equal([]);
  });

  it("to pages of the repository resolve in code and messages too", () => {
    const mentions = files
      .filter((path) => /\.(ts|js|sh|ya?ml|json)$|^Makefile$/.test(path))
      .flatMap((path) => [...textOf(path).matchAll(/(?<![\w./-])docs\/[\w/-]+\.md\b/g)])
      .map(([page]) => page);
    expect(mentions).to.not.be.empty;
    const tests = "docs/no-such-page.md";
    expect(mentions.filter((page) => page !== tests && !files.includes(page))).to.deep.equal([]);
  });
});

describe("README.md", () => {
  it("has at most 120 lines", () => {
    expect(textOf("README.md").trimEnd().split("\n").length).to.be.at.most(120);
  });

  it("leads to every guide and every page to begin with", () => {
    const targets = targetsIn(textOf("README.md")).map((target) => target.split("#")[0]);
    const listed = pages.filter((path) => /^docs\/(getting-started|guides|reference)\//.test(path));
    expect(listed).to.not.be.empty;
    expect(listed.filter((path) => !targets.includes(path))).to.deep.equal([]);
  });
});
