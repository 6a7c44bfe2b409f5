import { readFileSync } from "node:fs";
import { namesHost, registryOf } from "../check/image.ts";
import type { ImageCaches } from "../platform.ts";
import { parseLock, type ImageLock } from "./lock-file.ts";

const lock = parseLock(
  readFileSync(new URL("../../images.lock.json", import.meta.url), "utf8"),
  "images.lock.json",
);

/** A pinned image, such as `mariadb:11.8.8`. */
export const pinnedImages: readonly string[] = Object.keys(lock);

/** Registry and path of an image's name: `mariadb` is `library/mariadb` of `docker.io`. */
function placeOf(name: string): { readonly registry: string; readonly path: string } {
  const registry = registryOf(name);
  const [first = "", ...rest] = name.split("/");
  if (rest.length === 0) return { registry, path: `library/${name}` };
  return { registry, path: namesHost(first) ? rest.join("/") : name };
}

/**
 * Name of the same image in the cache of its registry. A registry without a cache keeps its name.
 * @param name with or without tag and digest, which are the same in the cache
 */
export function cachedImage(name: string, caches: ImageCaches = {}): string {
  const { registry, path } = placeOf(name);
  const cache = caches[registry];
  return cache === undefined ? name : `${cache}/${path}`;
}

/**
 * The image of a container: `repo:tag@sha256:…` if its digest is known, otherwise `repo:tag`.
 * @param repoTag a key of images.lock.json, such as `mariadb:11.8.8`
 * @param caches the caches to pull from @default none
 * @param images the lock @default this repository's images.lock.json
 * @throws Error if the image is not in the lock
 */
export function imageRef(
  repoTag: string,
  caches: ImageCaches = {},
  images: ImageLock = lock,
): string {
  const digest = images[repoTag];
  if (digest === undefined) {
    throw new Error(
      `image ${repoTag} is not in images.lock.json; add "${repoTag}": null, then run make images-lock`,
    );
  }
  const name = cachedImage(repoTag, caches);
  return digest === null ? name : `${name}@${digest}`;
}
