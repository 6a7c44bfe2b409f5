const compiled = new Map<string, RegExp>();

/** A pattern in which `*` stands for any characters. */
export function globPattern(glob: string): RegExp {
  const known = compiled.get(glob);
  if (known !== undefined) return known;
  const escaped = glob.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  const pattern = new RegExp(`^${escaped}$`);
  compiled.set(glob, pattern);
  return pattern;
}

export const matchesAny = (globs: readonly string[], text: string): boolean =>
  globs.some((glob) => globPattern(glob).test(text));
