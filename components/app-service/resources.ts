import type { Quantity } from "../platform.ts";

const folderMebibytes = 256;

/** Size limit of one writable directory. A pod that writes more is evicted before it fills its node's disk. */
export const folderSize: Quantity = `${folderMebibytes}Mi`;

/** Room for a container's logs: the kubelet keeps five files of 10 MiB (`containerLogMaxSize`); doubled for safety. */
const logMebibytes = 100;

/** Ephemeral storage of a pod. The request covers the usual use, which is its logs. */
export function ephemeralStorage(folders: number): { request: Quantity; limit: Quantity } {
  return {
    request: `${logMebibytes}Mi`,
    limit: `${logMebibytes + folders * folderMebibytes}Mi`,
  };
}
