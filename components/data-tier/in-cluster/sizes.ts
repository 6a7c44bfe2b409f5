import type { Quantity, Size } from "../../platform.ts";

/** Resources of a server. The values are not measured; teams should replace them with their own measurements. */
export interface Resources {
  readonly cpu: Quantity;
  readonly memory: Quantity;
}

/** Returns a function from a size to its resources. */
export function sized(sizes: Readonly<Record<Size, Resources>>): (size: Size) => Resources {
  return (size) => sizes[size];
}
