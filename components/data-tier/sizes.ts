import type { Quantity, Size } from "../platform.ts";

/** What a server is given at each size; not measured, a start for a team's own measurements. */
export interface Resources {
  readonly cpu: Quantity;
  readonly memory: Quantity;
}

/** Picks the resources of a size. */
export function sized(sizes: Readonly<Record<Size, Resources>>): (size: Size) => Resources {
  return (size) => sizes[size];
}
