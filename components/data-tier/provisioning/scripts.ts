import { readFileSync } from "node:fs";

/** Text of a file in `scripts/`. */
export function script(name: string): string {
  return readFileSync(new URL(`scripts/${name}`, import.meta.url), "utf8");
}
