/** Minor release of Kubernetes 1: 36 is 1.36. */
export type Minor = number;

/**
 * Minor release of a version: `1.36`, `v1.36.1`, `v1.36.1-eks-5d4a308`.
 * @returns undefined for anything else
 */
export function minorOf(version: string): Minor | undefined {
  const found = /^v?1\.(\d{1,3})(?![\d])/.exec(version.trim());
  return found === null ? undefined : Number(found[1]);
}

/** `1.36`. */
export const nameOfMinor = (minor: Minor) => `1.${minor}`;
