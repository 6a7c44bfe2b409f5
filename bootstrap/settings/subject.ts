/** A GitHub repository, `octo-org/octo-repo`, with its immutable numbers where its tokens carry them. */
export interface Repository {
  readonly owner: string;
  readonly name: string;
  /** Both or neither. */
  readonly ids?: { readonly owner: string; readonly repository: string };
}

/** Context of a workflow run: the part of its token's subject after the repository. */
export type Context =
  | { readonly kind: "environment"; readonly name: string }
  | { readonly kind: "branch"; readonly name: string }
  | { readonly kind: "pull_request" };

// 39 characters, and the suffix _<shortcode> of a managed user
const owner = "[A-Za-z0-9][A-Za-z0-9-]{0,38}(?:_[A-Za-z0-9]{1,8})?";
const name = "[A-Za-z0-9._-]{1,100}";
const id = "[1-9]\\d{0,18}";
const repository = new RegExp(
  `^(?<owner>${owner})(?:@(?<ownerId>${id}))?/(?<name>${name})(?:@(?<id>${id}))?$`,
);

/**
 * Parses `octo-org/octo-repo` or `octo-org@123456/octo-repo@456789`.
 * The subject contains the ids for repositories created, renamed or transferred since 15 July 2026
 * (https://github.blog/changelog/2026-04-23-immutable-subject-claims-for-github-actions-oidc-tokens/).
 * @returns undefined if the text is not a repository
 */
export function parseRepository(text: string): Repository | undefined {
  const found = repository.exec(text)?.groups;
  if (found?.["owner"] === undefined || found["name"] === undefined) return undefined;
  if (/^\.{1,2}$|\.git$/.test(found["name"])) return undefined;
  const plain = { owner: found["owner"], name: found["name"] };
  if (found["ownerId"] !== undefined && found["id"] !== undefined) {
    return { ...plain, ids: { owner: found["ownerId"], repository: found["id"] } };
  }
  return found["ownerId"] === found["id"] ? plain : undefined;
}

/** The inverse of `parseRepository`. */
export function repositoryText({ owner: of, name: called, ids }: Repository): string {
  return ids === undefined ? `${of}/${called}` : `${of}@${ids.owner}/${called}@${ids.repository}`;
}

/**
 * Whether a subject contains an environment's name unchanged.
 * GitHub encodes a colon as `%3A`, and IAM treats `${` as a variable.
 */
export function isEnvironmentName(text: string): boolean {
  return /^[^:%*?$'"`,;\\/\p{Cc}]{1,255}$/u.test(text) && text === text.trim();
}

/** Whether the text is a branch name (git check-ref-format) that GitHub and IAM leave unchanged. */
export function isBranchName(text: string): boolean {
  return (
    /^[^\s~^:?*[\\$%\p{Cc}]{1,255}$/u.test(text) &&
    !/^[/.-]|[/.]$|\/[/.]|\.\.|@\{|\.lock(\/|$)|^@$|^refs\//.test(text)
  );
}

/** Subject of a token (https://docs.github.com/actions/reference/openid-connect-reference). */
export function subjectOf(of: Repository, context: Context): string {
  const prefix = `repo:${repositoryText(of)}`;
  switch (context.kind) {
    case "environment":
      return `${prefix}:environment:${context.name}`;
    case "branch":
      return `${prefix}:ref:refs/heads/${context.name}`;
    case "pull_request":
      return `${prefix}:pull_request`;
  }
}

/** Repository and context of a subject in GitHub's default form. Undefined for any other form. */
export function parseSubject(
  subject: string,
): { readonly repository: Repository; readonly context: Context } | undefined {
  const [scheme, of = "", kind, ...rest] = subject.split(":");
  const found = scheme === "repo" ? parseRepository(of) : undefined;
  const context = contextOf(kind, rest);
  return found && context && { repository: found, context };
}

function contextOf(kind: string | undefined, rest: readonly string[]): Context | undefined {
  const [first = ""] = rest;
  if (kind === "pull_request") return rest.length === 0 ? { kind } : undefined;
  if (rest.length !== 1) return undefined;
  if (kind === "environment" && isEnvironmentName(first)) return { kind, name: first };
  const branch = /^refs\/heads\/(.+)$/.exec(first)?.[1];
  return kind === "ref" && branch !== undefined && isBranchName(branch)
    ? { kind: "branch", name: branch }
    : undefined;
}
