/** Edit distance: letters to change, insert, delete or swap with their neighbour. */
export function distance(from: string, to: string): number {
  let before: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1] ? 0 : 1;
      let least = Math.min(at(row, j) + 1, at(next, j - 1) + 1, at(row, j - 1) + same);
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) {
        least = Math.min(least, at(before, j - 2) + 1);
      }
      next.push(least);
    }
    before = row;
    row = next;
  }
  return at(row, to.length);
}

const at = (row: readonly number[], index: number): number => row[index] ?? 0;

/** The most similar known word, if at most a third of its letters differ. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (word.length > 100) return undefined;
  const close = known
    .map((candidate) => ({
      candidate,
      far: distance(word.toLowerCase(), candidate.toLowerCase()),
    }))
    .filter(({ candidate, far }) => far <= Math.max(1, Math.floor(candidate.length / 3)))
    .sort((one, other) => one.far - other.far);
  return close[0]?.candidate;
}

/** Remedy for an unknown word: the similar one, or a list of all. */
export function instead(word: unknown, known: readonly string[], none = "There is none."): string {
  const meant = typeof word === "string" ? nearest(word, known) : undefined;
  if (meant !== undefined && meant !== word) return `Did you mean ${meant}?`;
  return known.length === 0 ? none : `Write ${oneOf(known)}.`;
}

/** `a, b or c`. */
export function oneOf(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} or ${last}`;
}
