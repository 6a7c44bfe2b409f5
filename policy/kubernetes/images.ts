/** The parts of an image reference: `[registry/]repository[:tag][@digest]`. */
export interface Image {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** The registry of an image reference without one. Source: github.com/distribution/reference, normalize.go. */
const defaultRegistry = "docker.io";

export function parseImage(reference: string): Image {
  const [named = "", digest] = reference.split("@");
  const slash = named.lastIndexOf("/");
  const colon = named.indexOf(":", slash + 1);
  const tag = colon === -1 ? undefined : named.slice(colon + 1);
  const path = colon === -1 ? named : named.slice(0, colon);
  const [head = "", ...rest] = path.split("/");
  const hasRegistry = rest.length > 0 && (/[.:]/.test(head) || head === "localhost");
  return {
    registry: hasRegistry ? head : defaultRegistry,
    repository: hasRegistry ? rest.join("/") : path,
    tag,
    digest,
  };
}
