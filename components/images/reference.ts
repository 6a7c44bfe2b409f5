import { readFileSync } from "node:fs";
import { parseLock, type ImageLock } from "./lock-file.ts";

const lock = parseLock(
  readFileSync(new URL("../../images.lock.json", import.meta.url), "utf8"),
  "images.lock.json",
);

/** Every pinned image, `mariadb:11.8.8`. */
export const pinnedImages: readonly string[] = Object.keys(lock);

/**
 * What a pod writes as its image: `repo:tag@sha256:…` when the digest is known, else `repo:tag`.
 * @param repoTag a key of images.lock.json, `mariadb:11.8.8`
 * @param images the lock, @default images.lock.json of this repository
 * @throws Error when the image is not in the lock
 */
export function imageRef(repoTag: string, images: ImageLock = lock): string {
  const digest = images[repoTag];
  if (digest === undefined) {
    throw new Error(
      `image ${repoTag} is not in images.lock.json; add "${repoTag}": null, then run make images-lock`,
    );
  }
  return digest === null ? repoTag : `${repoTag}@${digest}`;
}
