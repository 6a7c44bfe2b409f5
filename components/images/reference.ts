import { readFileSync } from "node:fs";
import { parseLock, type ImageLock } from "./lock-file.ts";

const lock = parseLock(
  readFileSync(new URL("../../images.lock.json", import.meta.url), "utf8"),
  "images.lock.json",
);

/** A pinned image, such as `mariadb:11.8.8`. */
export const pinnedImages: readonly string[] = Object.keys(lock);

/**
 * The image of a container: `repo:tag@sha256:…` if its digest is known, otherwise `repo:tag`.
 * @param repoTag a key of images.lock.json, such as `mariadb:11.8.8`
 * @param images the lock @default this repository's images.lock.json
 * @throws Error if the image is not in the lock
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
