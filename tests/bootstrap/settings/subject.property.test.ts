import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  type Context,
  isBranchName,
  isEnvironmentName,
  parseRepository,
  parseSubject,
  repositoryText,
  subjectOf,
} from "../../../bootstrap/settings/subject.ts";
import type { Repository } from "../../../bootstrap/settings/subject.ts";

const id = fc.integer({ min: 1 }).map(String);
const repository: fc.Arbitrary<Repository> = fc
  .record({
    owner: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9-]{0,30}$/),
    name: fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,50}[A-Za-z0-9_]$/),
    ids: fc.option(fc.record({ owner: id, repository: id }), { nil: undefined }),
  })
  .filter(({ name }) => !name.endsWith(".git"))
  .map(({ ids, ...rest }) => (ids === undefined ? rest : { ...rest, ids }));
const context: fc.Arbitrary<Context> = fc.oneof(
  fc.constant<Context>({ kind: "pull_request" }),
  fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 60 })
    .filter(isEnvironmentName)
    .map((name): Context => ({ kind: "environment", name })),
  fc
    .stringMatching(/^[a-z0-9/._@-]{1,40}$/)
    .filter(isBranchName)
    .map((name): Context => ({ kind: "branch", name })),
);

describe("A subject of GitHub Actions", () => {
  it("survives a round trip", () => {
    fc.assert(
      fc.property(repository, context, (of, what) => {
        expect(parseSubject(subjectOf(of, what))).to.deep.equal({ repository: of, context: what });
      }),
    );
  });

  it("is unique for each repository and context", () => {
    fc.assert(
      fc.property(repository, context, repository, context, (of, what, other, otherwise) => {
        const isSame = JSON.stringify([of, what]) === JSON.stringify([other, otherwise]);
        expect(subjectOf(of, what) === subjectOf(other, otherwise)).to.equal(isSame);
      }),
    );
  });

  it("never contains characters that IAM or GitHub would change", () => {
    fc.assert(
      fc.property(repository, context, (of, what) => {
        expect(subjectOf(of, what)).to.not.match(/[*?$%\p{Cc}]/u);
      }),
    );
  });

  it("has one canonical form", () => {
    const text = fc.oneof(
      fc.string(),
      fc.tuple(fc.string(), fc.string()).map(([a, b]) => `repo:${a}/${b}:environment:prod`),
      fc.tuple(repository, fc.string()).map(([of, end]) => `repo:${repositoryText(of)}:${end}`),
    );
    fc.assert(
      fc.property(text, (subject) => {
        const found = parseSubject(subject);
        if (found !== undefined) {
          expect(subjectOf(found.repository, found.context)).to.equal(subject);
        }
      }),
    );
  });

  it("has the forms that GitHub documents", () => {
    const plain = { owner: "octo-org", name: "octo-repo" };
    const ids = { owner: "123456", repository: "456789" };
    expect(subjectOf(plain, { kind: "environment", name: "prod" })).to.equal(
      "repo:octo-org/octo-repo:environment:prod",
    );
    expect(subjectOf({ ...plain, ids }, { kind: "branch", name: "main" })).to.equal(
      "repo:octo-org@123456/octo-repo@456789:ref:refs/heads/main",
    );
    expect(subjectOf(plain, { kind: "pull_request" })).to.equal(
      "repo:octo-org/octo-repo:pull_request",
    );
  });

  it("is rejected for an incomplete repository, a tag or another form", () => {
    for (const text of [
      "octo-org",
      "octo-org/",
      "octo-org@1/octo-repo",
      "octo-org/octo-repo@1",
      "octo-org@0/octo-repo@1",
      "octo-org/octo-repo.git",
      "octo-org/..",
      "octo-org/*",
      "https://github.com/octo-org/octo-repo",
    ]) {
      expect(parseRepository(text), text).to.equal(undefined);
    }
    for (const text of [
      "repo:octo-org/octo-repo:ref:refs/tags/v1",
      "repo:octo-org/octo-repo:environment:prod:ref:refs/heads/main",
      "repo:octo-org/octo-repo:*",
      "repository_owner:octo-org",
    ]) {
      expect(parseSubject(text), text).to.equal(undefined);
    }
  });
});
