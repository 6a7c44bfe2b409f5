import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { type ImageLock, lockText, parseLock } from "../../components/images/lock-file.ts";
import { fetchDigest, type RegistryOptions } from "./registry.ts";

/** What became of a lock file. */
export interface LockUpdate {
  readonly lock: ImageLock;
  /** `repo:tag` of every digest that is new or another than before. */
  readonly changed: readonly string[];
}

/**
 * Asks the registries for every image of a lock file and writes it, all or nothing.
 * A tag that now has another digest is taken over and reported: the change is one line in review.
 * @param file path of the lock
 * @throws Error when an image could not be asked; the file is then as it was
 */
export async function updateLock(file: string, options: RegistryOptions = {}): Promise<LockUpdate> {
  const before = parseLock(readFileSync(file, "utf8"), file);
  const answers = await Promise.allSettled(
    Object.keys(before).map(
      async (repoTag) => [repoTag, await fetchDigest(repoTag, options)] as const,
    ),
  );
  const failures = answers.flatMap((answer) =>
    answer.status === "rejected" ? [String((answer.reason as Error).message)] : [],
  );
  if (failures.length > 0) throw new Error([...new Set(failures)].join("\n"));
  const lock = Object.fromEntries(
    answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : [])),
  );
  // renamed into place, so that a stop half-way leaves the old file
  writeFileSync(`${file}.new`, lockText(lock));
  renameSync(`${file}.new`, file);
  return {
    lock,
    changed: Object.keys(lock).filter((repoTag) => lock[repoTag] !== before[repoTag]),
  };
}
