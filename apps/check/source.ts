import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Folder of all systems. */
const apps = join(import.meta.dirname, "..");

/** A line of a file, counted from 0, and how many steps of the key lead there. */
interface Place {
  readonly file: string;
  readonly line: number;
  readonly depth: number;
}

/**
 * Where the value of a key is written, as `apps/shop/index.ts:42`; the nearest line above it if it comes from elsewhere.
 * Undefined if the system has no folder.
 * @param key `shop.services.web.port`
 */
export function sourceOf(key: string, folder: string = apps): string | undefined {
  const [system = "", ...steps] = stepsOf(key);
  const own = join(folder, system);
  if (system === "" || !/^[\w-]+$/.test(system) || !existsSync(join(own, "index.ts")))
    return undefined;
  const others = readdirSync(own).filter((file) => file.endsWith(".ts") && file !== "index.ts");
  // a part of a large system stands in a file of its own, below the names that lead to it
  const wholes = ["index.ts", ...others].map((file) => placeIn(own, file, steps));
  const parts = others.map((file) => placeIn(own, file, steps.slice(1)));
  const best = [...wholes, ...parts.map((one) => ({ ...one, depth: one.depth + 1 }))].reduce(
    (one, other) => (other.depth > one.depth && other.line >= 0 ? other : one),
  );
  return `apps/${system}/${best.file}:${Math.max(best.line, 0) + 1}`;
}

/** Names in a key, without the indexes of lists: `shop.routes["/"].a[0]` is `shop`, `routes`, `/`, `a`. */
function stepsOf(key: string): readonly string[] {
  return [...key.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[\d+\]|([^.[\]]+)/g)].flatMap(
    ([, quoted, plain]) => quoted ?? plain ?? [],
  );
}

/** Follows names down the indentation of a file that prettier has formatted. */
function placeIn(folder: string, file: string, steps: readonly string[]): Place {
  const lines = readFileSync(join(folder, file), "utf8").split("\n");
  let place = { file, line: -1, depth: 0 };
  let indent = -1;
  for (const step of steps) {
    const name = step.replaceAll(/[^\w]/g, "\\$&");
    const entry = new RegExp(`^( *)(?:"${name}"|${name})(?::|,$)`);
    let found = -1;
    for (let at = place.line + 1; at < lines.length && found < 0; at += 1) {
      const line = lines[at] ?? "";
      const depth = line.search(/\S/);
      if (place.line >= 0 && depth >= 0 && depth <= indent) break;
      if (entry.test(line) && depth > indent) found = at;
    }
    if (found < 0) break;
    place = { file, line: found, depth: place.depth + 1 };
    indent = (lines[found] ?? "").search(/\S/);
  }
  return place;
}
