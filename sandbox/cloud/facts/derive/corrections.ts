import { readFileSync } from "node:fs";

/** Reasons by property: `+name` is create-only, `-name` is not, `~name` has no rule. */
type Corrections = Readonly<Record<string, Readonly<Record<string, string>>>>;

const { corrections } = JSON.parse(
  readFileSync(new URL("../corrections.json", import.meta.url), "utf8"),
) as { readonly corrections: Corrections };

/** Properties of a type that a sign names; `*` holds for every type. */
export function corrected(type: string, sign: "+" | "-" | "~"): string[] {
  const entries = { ...corrections["*"], ...corrections[type] };
  return Object.keys(entries)
    .filter((key) => key.startsWith(sign))
    .map((key) => key.slice(1));
}

/** Every type that is corrected, for the check that each is known. */
export const correctedTypes = Object.keys(corrections).filter((type) => type !== "*");
