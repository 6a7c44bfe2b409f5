import { expect } from "chai";
import { describe, it } from "mocha";
import ts from "typescript";
import { repositoryFiles, textOf } from "./sources.ts";

const files = repositoryFiles();
const own = files.filter((path) => /\.(ts|js|cjs|sh|go)$/.test(path));
const program = files.filter((path) =>
  /^(index|(stacks|apps|components|bootstrap)\/.*)\.ts$/.test(path),
);

/** Modules whose entry is still beside their folder, besides those in sandbox/cloud. The list may only shrink. */
const toMove = [
  "apps/check",
  "components/data-tier/provisioning/scripts",
  ...["client-vpn", "resolver", "site-to-site-vpn", "zones"].map((x) => `components/network/${x}`),
  "policy/rules",
  "tools/facts/derive",
];

function linesOf(path: string): number {
  return textOf(path).trimEnd().split("\n").length;
}

/** Exported functions and classes of a file without a docstring. */
function undocumented(path: string): readonly string[] {
  const source = ts.createSourceFile(path, textOf(path), ts.ScriptTarget.Latest, true);
  const documented = new Set<string>();
  const exported = new Set<string>();
  for (const statement of source.statements) {
    if (!ts.isFunctionDeclaration(statement) && !ts.isClassDeclaration(statement)) continue;
    const name = statement.name?.text ?? "default";
    // one docstring is enough for overloads
    if (ts.getJSDocCommentsAndTags(statement).length > 0) documented.add(name);
    if (statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword))
      exported.add(name);
  }
  return [...exported].filter((name) => !documented.has(name)).map((name) => `${path}: ${name}`);
}

describe("the house style", () => {
  it("keeps every file below 300 lines, and the median below 90", () => {
    expect(own.filter((path) => linesOf(path) > 300)).to.deep.equal([]);
    const lines = own.map(linesOf).sort((a, b) => a - b);
    expect(lines[Math.floor(lines.length / 2)]).to.be.below(90);
  });

  it("puts the entry of a module with parts into its folder, as index.ts", () => {
    const folders = new Set(files.map((path) => path.slice(0, path.lastIndexOf("/"))));
    const beside = own
      .filter((path) => path.endsWith(".ts") && !path.startsWith("tests/"))
      .map((path) => path.slice(0, -".ts".length))
      .filter((path) => folders.has(path) && !path.startsWith("sandbox/cloud/"));
    expect(beside).to.have.members(toMove);
  });

  it("keeps index.ts below 40 lines", () => {
    expect(linesOf("index.ts")).to.be.at.most(40);
  });

  it("explains every exported function and class of the program", () => {
    expect(program.flatMap(undocumented)).to.deep.equal([]);
  });

  it("silences no rule without a reason", () => {
    const silenced = own.flatMap((path) =>
      textOf(path)
        .split("\n")
        .filter(
          (line) => /eslint-disable|@ts-(ignore|nocheck)/.test(line) && !line.includes(" -- "),
        )
        .map((line) => `${path}: ${line.trim()}`),
    );
    // this very test names them
    expect(silenced.filter((line) => !line.startsWith("tests/habits/style.test.ts"))).to.deep.equal(
      [],
    );
  });

  it("contains no path of a developer's machine", () => {
    const named = own.filter((path) => /["'`](\/home\/|\/Users\/|\/root\/)\w/.test(textOf(path)));
    expect(named.filter((path) => !path.startsWith("tests/"))).to.deep.equal([]);
  });
});
