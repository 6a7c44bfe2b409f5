import { isDigest, namesHost } from "../check/image.ts";
import type { ServicePlatform } from "../platform.ts";

/**
 * Full name of a service's image. The environment's registry is the prefix unless the name has a registry host.
 * @throws Error if the environment has no version of the service
 */
export function imageOf(
  name: string,
  image: string,
  platform: Pick<ServicePlatform, "registry" | "versions" | "system">,
): string {
  const version = versionOf(name, platform);
  const repository = namesRegistry(image) ? image : `${platform.registry}/${image}`;
  return `${repository}${isDigest(version) ? "@" : ":"}${version}`;
}

function namesRegistry(image: string): boolean {
  const [first = "", ...rest] = image.split("/");
  return rest.length > 0 && namesHost(first);
}

/** Version of a service's image: `1.4.0`, `1.4.0@sha256:…` or `sha256:…`. */
export function versionOf(
  name: string,
  { versions, system }: Pick<ServicePlatform, "versions" | "system">,
): string {
  const version = versions[name];
  if (version === undefined) {
    throw new Error(
      `hanok:versions.${system}.${name} is missing: set the image tag that runs, for example "1.4.0", or its digest`,
    );
  }
  return version;
}

/**
 * Value of `app.kubernetes.io/version`: the tag, or the first digits of a digest alone. A tag may be longer than a label, or end
 * in a character that a label must not.
 */
export function versionLabel(version: string): string {
  if (isDigest(version)) return version.slice("sha256:".length, "sha256:".length + 12);
  const [tag = ""] = version.split("@");
  return tag.slice(0, 63).replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "");
}
