import type { Problem } from "./schema.ts";

/** A path component by the distribution specification: https://github.com/opencontainers/distribution-spec */
const part = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*$/;
const host = /^[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?(:\d{1,5})?$/;

/** Whether the first part of an image's name is a registry host, by Docker's rule. */
export function namesHost(first: string): boolean {
  return /[.:]/.test(first) || first === "localhost";
}

/** Names that the Docker client knows Docker Hub by. */
const dockerHub = ["docker.io", "index.docker.io", "registry-1.docker.io"];

/** Host of the registry that an image is pulled from; `docker.io` for a name without a host. */
export function registryOf(image: string): string {
  const [first = "", ...rest] = image.split("/");
  if (rest.length === 0 || !namesHost(first)) return "docker.io";
  return dockerHub.includes(first) ? "docker.io" : first;
}

/** Host of a registry where a user's token authenticates pulls. */
export function validateRegistryHost(name: string): Problem {
  if (/^[a-z]+:\/\//i.test(name)) return "has a scheme";
  if (name.includes("/")) return "has a path";
  if (!namesHost(name) || !host.test(name) || name !== name.toLowerCase()) {
    return "is not a registry host";
  }
  if (dockerHub.indexOf(name) > 0) {
    return { problem: "is another name of Docker Hub", remedy: "Write docker.io." };
  }
  if (/\.dkr\.ecr[.-].*\.amazonaws\.com(\.cn)?$/.test(name)) {
    return {
      problem: "is ECR, whose tokens end after twelve hours",
      remedy: "Leave it out: nodes pull from ECR with their role.",
    };
  }
  return undefined;
}

/** An image's repository without its tag, which is a setting of the environment. */
export function validateRepository(image: string): Problem {
  if (/^[a-z]+:\/\//i.test(image)) return "has a scheme";
  if (/\s/.test(image)) return "contains a space";
  if (image.includes("@")) return "has a digest";
  const [first = "", ...others] = image.split("/");
  const withHost = others.length > 0 && namesHost(first);
  const path = withHost ? others : [first, ...others];
  if (path.at(-1)?.includes(":")) return "has a tag";
  if (withHost && !host.test(first)) return "does not begin with a registry host";
  if (path.some((step) => /[A-Z]/.test(step))) return "has upper-case letters";
  if (path.some((step) => !part.test(step))) return "is not an image repository";
  return image.length > 255 ? `has ${image.length} characters` : undefined;
}

/** A registry host with an optional path. */
export function validateRegistry(registry: string): Problem {
  if (/^[a-z]+:\/\//i.test(registry)) return "has a scheme";
  if (registry.endsWith("/")) return "ends with /";
  const [first = ""] = registry.split("/");
  if (!namesHost(first)) return "does not begin with a registry host";
  return validateRepository(registry.includes("/") ? registry : `${registry}/image`);
}

/** Whether a version is a digest without a tag. */
export function isDigest(version: string): boolean {
  return /^sha256:[0-9a-f]{64}$/.test(version);
}

/** Whether images of a registry are in ECR, which deletes images without a tag. */
export function isEcr(registry: string): boolean {
  return /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?(\/|$)/.test(registry);
}

/**
 * An image's version: a tag `1.4.0`, a tag with its digest `1.4.0@sha256:…`, or the digest alone. A tag that moves is refused,
 * because it does not identify what runs.
 */
export function validateTag(version: string): Problem {
  if (version.startsWith("sha256:")) return isDigest(version) ? undefined : "is not a whole digest";
  const [tag = "", digest, ...more] = version.split("@");
  if (/^latest($|[-.])/i.test(tag)) return "is a tag that may move";
  if (tag === "")
    return { problem: "begins with @", remedy: 'Write "1.4.2@sha256:…" or the digest alone.' };
  if (more.length > 0 || (digest !== undefined && !/^sha256:[0-9a-f]{64}$/.test(digest))) {
    return "has an invalid digest";
  }
  if (tag.length > 128) return `has ${tag.length} characters, but a tag has at most 128`;
  if (/[/:]/.test(tag)) return "is a full image name";
  return /^\w[\w.-]*$/.test(tag) ? undefined : "is not an image tag";
}
