/** A pull request, and how its comments are reached. */
export interface PullRequest {
  /** `https://api.github.com`, or the address of a GitHub Enterprise server. */
  readonly api: string;
  /** `<owner>/<name>`. */
  readonly repository: string;
  readonly number: number;
  /** Token with the permission `pull-requests: write`. */
  readonly token: string;
}

/**
 * Writes a comment to a pull request, or replaces the earlier one with the same marker.
 * @param marker first line of the comment, which identifies it
 * @returns the comment's address
 * @throws Error with GitHub's answer if it refuses a request
 */
export async function putComment(
  place: PullRequest,
  marker: string,
  body: string,
): Promise<string> {
  const comments = `/repos/${place.repository}/issues/${place.number}/comments`;
  const id = await findComment(place, comments, marker);
  const path = id === undefined ? comments : `/repos/${place.repository}/issues/comments/${id}`;
  const answer = await ask(place, id === undefined ? "POST" : "PATCH", path, { body });
  return textAt(answer, "html_url");
}

/** Comments on one page of GitHub's answer, its largest. */
const perPage = 100;

async function findComment(
  place: PullRequest,
  comments: string,
  marker: string,
): Promise<number | undefined> {
  for (let page = 1; ; page += 1) {
    const found = await ask(place, "GET", `${comments}?per_page=${perPage}&page=${page}`);
    if (!Array.isArray(found)) throw new Error(`GitHub's answer to ${comments} is not a list`);
    for (const comment of found) {
      const id: unknown = fieldOf(comment, "id");
      if (textAt(comment, "body").startsWith(marker) && typeof id === "number") return id;
    }
    if (found.length < perPage) return undefined;
  }
}

async function ask(
  place: PullRequest,
  method: string,
  path: string,
  body?: object,
): Promise<unknown> {
  const response = await fetch(`${place.api}${path}`, {
    method,
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${place.token}`,
      "x-github-api-version": "2022-11-28",
    },
    signal: AbortSignal.timeout(30_000),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok)
    throw new Error(
      `GitHub refused ${method} ${path}: ${response.status} ${await response.text()}`,
    );
  return response.json();
}

function fieldOf(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}

function textAt(value: unknown, key: string): string {
  const found = fieldOf(value, key);
  return typeof found === "string" ? found : "";
}
