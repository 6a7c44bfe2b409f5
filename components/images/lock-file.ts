/** Digests by `repo:tag`; `null` until a registry was asked. */
export type ImageLock = Readonly<Record<string, string | null>>;

/** Parts of an image's name: `mariadb:11.8.8` is `library/mariadb` on Docker Hub. */
export interface ImageName {
  /** Host and port of the registry's API, such as `registry-1.docker.io`. */
  readonly registry: string;
  readonly repository: string;
  /** A tag, or a digest where the name has one. */
  readonly tag: string;
}

const digestForm = /^sha256:[0-9a-f]{64}$/;

/** Whether a text is a digest: `sha256:` and 64 hexadecimal digits. */
export function isDigest(text: unknown): text is string {
  return typeof text === "string" && digestForm.test(text);
}

/**
 * Parses `[host/]repo:tag`, `repo:tag@sha256:…` or `repo@sha256:…`. The default host is Docker Hub.
 * @throws Error if the tag is missing or `latest`, because such an image may change
 */
export function parseImage(image: string): ImageName {
  const [named = "", digest] = image.split("@");
  if (digest === undefined) return parseTagged(named);
  if (!isDigest(digest)) throw new Error(`image ${image} has no digest of 64 digits after @`);
  const withoutTag = named.replace(/:[^:/]*$/, "");
  return { ...parseTagged(`${withoutTag}:digest`), tag: digest };
}

function parseTagged(repoTag: string): ImageName {
  const parts = /^(?<name>[a-z0-9][a-z0-9._/:-]*):(?<tag>\w[\w.-]{0,127})$/.exec(repoTag)?.groups;
  const { name, tag } = parts ?? {};
  if (name === undefined || tag === undefined) {
    throw new Error(`image ${repoTag} has no tag; write it as repo:tag`);
  }
  if (tag === "latest") {
    throw new Error(`image ${repoTag} is latest, which is another one tomorrow; write its version`);
  }
  const [host = "", ...path] = name.split("/");
  if (path.length > 0 && /[.:]|^localhost$/.test(host)) {
    return { registry: host, repository: path.join("/"), tag };
  }
  const repository = path.length === 0 ? `library/${name}` : name;
  return { registry: "registry-1.docker.io", repository, tag };
}

/**
 * Parses a lock file.
 * @param file its name, for the error
 * @throws Error that names the first entry which is not `"repo:tag": null` or a digest
 */
export function parseLock(text: string, file: string): ImageLock {
  const content: unknown = JSON.parse(text);
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    throw new Error(`${file} must be an object of digests by repo:tag`);
  }
  const entries = Object.entries(content).map(([repoTag, digest]: [string, unknown]) => {
    parseImage(repoTag);
    if (digest !== null && !isDigest(digest)) {
      throw new Error(`${file}: the digest of ${repoTag} is neither null nor sha256:<64 digits>`);
    }
    return [repoTag, digest] as const;
  });
  return Object.fromEntries(entries);
}

/** Formats a lock file, sorted by name. */
export function lockText(lock: ImageLock): string {
  const sorted = Object.entries(lock).sort(([one], [other]) => (one < other ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`;
}
