import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { type ImageLock, lockText, parseLock } from "../../components/images/lock-file.ts";
import { fetchDigest, type RegistryOptions } from "./registry.ts";

/** Result of updating a lock file. */
export interface LockUpdate {
  readonly lock: ImageLock;
  /** `repo:tag` of all new and changed digests. */
  readonly changed: readonly string[];
}

/**
 * Updates all digests of a lock file, or none. A changed digest of a tag is accepted and reported, so that it is visible in
 * review.
 * @param file path of the lock
 * @throws Error if a registry failed; the file is then unchanged
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
  // written to a temporary file first, so that an interruption keeps the old file
  writeFileSync(`${file}.new`, lockText(lock));
  renameSync(`${file}.new`, file);
  return {
    lock,
    changed: Object.keys(lock).filter((repoTag) => lock[repoTag] !== before[repoTag]),
  };
}
