import { fileURLToPath } from "node:url";
import { updateLock } from "./update.ts";

/** `make images-lock`: updates images.lock.json. Writes nothing and exits with 1 if a registry cannot be reached. */
const file = fileURLToPath(new URL("../../images.lock.json", import.meta.url));
try {
  const { lock, changed } = await updateLock(file);
  for (const repoTag of changed) console.log(`${repoTag} is ${lock[repoTag]}`);
  console.log(`${Object.keys(lock).length} images, ${changed.length} digests changed`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(
    "images.lock.json was left as it is. Run this where the registries can be reached.",
  );
  process.exitCode = 1;
}
