/** A deep copy of data with one value changed; `undefined` removes the key. */
export function broken<T extends object>(whole: T, path: readonly string[], value: unknown): T {
  const copy = structuredClone(whole);
  const last = path.at(-1) ?? "";
  const place = path.slice(0, -1).reduce<object>((inner, step) => {
    const next: unknown = Reflect.get(inner, step);
    if (typeof next !== "object" || next === null) throw new Error(`no ${path.join(".")}`);
    return next;
  }, copy);
  if (value === undefined) Reflect.deleteProperty(place, last);
  else Reflect.set(place, last, value);
  return copy;
}
